using PaDeNer.Batching;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Engines;

namespace PaDeNer.LLamaSharp.Tests.Equality;

/// <summary>Decodes documents packed with each other and one prompt at a time, and says where the two differ.</summary>
internal static class Comparison
{
    public static IReadOnlyList<Difference> Run(LlamaModel model, DecodingMode mode, int drafts, IReadOnlyList<Document> documents, int inFlight)
    {
        PromptTemplate template = PromptTemplates.Create(model.Profile.Template!, model.Tokenizer, model.Profile);
        PlanLimits limits = new(WindowTokens: model.Profile.WindowTokens ?? 224, DraftTokens: drafts);
        return Run(model, template, new DecodingSettings(mode, model.Profile.ProbabilityOverCandidates ?? false, limits), documents, inFlight, static _ => { });
    }

    /// <param name="model">The model.</param>
    /// <param name="template">How it is asked.</param>
    /// <param name="settings">How documents are decoded.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="inFlight">Documents in decoding at once.</param>
    /// <param name="decoded">Is shown each plan, decoded packed.</param>
    public static IReadOnlyList<Difference> Run(
        LlamaModel model, PromptTemplate template, DecodingSettings settings, IReadOnlyList<Document> documents, int inFlight, Action<DocumentPlan> decoded)
    {
        using LlamaEngine packed = model.CreateEngine();
        using LlamaEngine alone = model.CreateEngine();
        DocumentPlanner planner = new(template, settings, packed.Capacity);
        DocumentPlan[] plans = [.. documents.Select(document => planner.Plan(document).Plan!)];
        Decode(packed, plans, inFlight);
        Array.ForEach(plans, decoded);

        ReferenceDecoder reference = new(alone, template, settings);
        return [.. plans.SelectMany(plan => plan.Windows.SelectMany(window => Compare(plan.Document, reference.Read(window), PlanReading.Of(window))))];
    }

    private static void Decode(LlamaEngine engine, DocumentPlan[] plans, int inFlight)
    {
        SequenceScheduler scheduler = new(engine.Capacity, new BatchingOptions { DocumentsInFlight = inFlight }.DraftingAlways(), TimeProvider.System);
        StepPlan step = new(engine.Capacity);
        StepResult result = new(engine.Capacity);
        List<CompletedDocument> completed = [];
        int next = 0;
        for (long number = 0; next < plans.Length || !scheduler.IsIdle; number++)
        {
            while (next < plans.Length && scheduler.HasRoom)
            {
                scheduler.Add(new DocumentJob(new JobTicket(next), plans[next++], 0, Deadline.Never));
            }

            scheduler.Schedule(step, number, number);
            result.Clear();
            Assert.Equal(StepStatus.Ok, engine.Execute(step, result));
            Assert.Equal(engine.CellsInUse, scheduler.StepCells);
            scheduler.Apply(result, 0, TimeSpan.Zero, completed);
        }

        Assert.Equal(plans.Length, completed.Count);
    }

    /// <summary>Differences of one window: a count that is another, or a mention that is another under equal counts.</summary>
    private static IEnumerable<Difference> Compare(Document document, ReferenceReading expected, ReferenceReading actual)
    {
        for (int label = 0; label < expected.Counts.Count; label++)
        {
            if (expected.Counts[label] != actual.Counts[label])
            {
                yield return new Difference(
                    document.Id, $"count {expected.Counts[label]}, packed {actual.Counts[label]}", MathF.Min(expected.CountMargins[label], actual.CountMargins[label]));
            }
        }

        foreach (MentionReading mention in expected.Mentions)
        {
            MentionReading? other = actual.Mentions.FirstOrDefault(reading => reading.Label == mention.Label && reading.Order == mention.Order);
            if (other is not null && other.Text != mention.Text)
            {
                yield return new Difference(document.Id, $"{mention.Label} '{mention.Text}', packed '{other.Text}'", MathF.Min(mention.LowestMargin, other.LowestMargin));
            }
        }
    }
}
