using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Planning;

/// <summary>Turns a complete plan into entities: places mentions in the text, merges windows, removes duplicates and overlaps.</summary>
/// <param name="settings">How mentions become entities.</param>
public sealed class DocumentAssembler(AssemblySettings settings)
{
    /// <summary>The outcome of a complete plan. What only this document makes fail is its fault and no exception: <see cref="DocumentFailure"/>.</summary>
    /// <exception cref="InvalidOperationException">The plan is not complete.</exception>
    public DocumentOutcome Assemble(DocumentPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.IsComplete)
        {
            throw new InvalidOperationException($"The plan of document {plan.Document.Id} is not complete.");
        }

        if (plan.IsFaulted)
        {
            return plan.Failure ?? DocumentFailure.WithoutNumbers;
        }

        try
        {
            return DocumentOutcome.Of(EntitiesOf(plan));
        }
        catch (Exception failure) when (DocumentFailure.IsOfDocument(failure))
        {
            return DocumentFailure.Of(DocumentFault.DecodingFailed, failure);
        }
    }

    private DocumentEntities EntitiesOf(DocumentPlan plan)
    {
        List<Entity> placed = [];
        int ungrounded = 0;
        foreach (IGrouping<DocumentWindow, WindowPlan> window in plan.Windows.GroupBy(static window => window.Window))
        {
            ungrounded += Place(plan.Text, window.Key, [.. window], placed);
        }

        List<Entity> probable = placed.FindAll(mention => mention.Probability >= settings.MinProbability);
        IReadOnlyList<Entity> distinct = MentionDeduplicator.MergeRepeats(probable);
        IReadOnlyList<Entity> single = MentionDeduplicator.Apply(distinct, settings.Deduplication);
        Dictionary<Label, int> order = plan.Document.Labels.Select(static (label, i) => (label, i)).ToDictionary(static pair => pair.label, static pair => pair.i);
        Entity[] entities = [.. OverlapFilter.Apply(single, settings.Overlap)
            .OrderBy(static entity => entity.Span?.Start ?? int.MaxValue)
            .ThenBy(static entity => entity.Span?.End ?? int.MaxValue)
            .ThenBy(entity => order[entity.Label])];
        return new DocumentEntities(entities, Statistics(plan) with
        {
            DuplicatesRemoved = distinct.Count - single.Count,
            OverlapsRemoved = single.Count - entities.Length,
            RepeatsMerged = probable.Count - distinct.Count,
            Ungrounded = ungrounded,
        });
    }

    /// <summary>Places one window's mentions; returns how many do not occur in its text.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="window">The piece of it.</param>
    /// <param name="plans">Its plans, one for each group of labels.</param>
    /// <param name="placed">Takes the mentions that are of this window.</param>
    private int Place(ReadText text, DocumentWindow window, IReadOnlyList<WindowPlan> plans, List<Entity> placed)
    {
        string read = text.Read[window.Start..window.End];
        (Label Label, MentionSequence[] Mentions)[] labels =
            [.. plans.SelectMany(static plan => plan.Labels.Select((label, i) => (label, plan.MentionsOf(i).ToArray())))];
        IReadOnlyList<IReadOnlyList<TextSpan?>> places = MentionPlacer.Place(
            [.. labels.Select(label => label.Mentions.Select(mention => PlacesOf(mention, read)).ToArray())]);
        int ungrounded = 0;
        foreach (((Label label, MentionSequence[] mentions), IReadOnlyList<TextSpan?> spans) in labels.Zip(places))
        {
            foreach ((MentionSequence mention, TextSpan? place) in mentions.Zip(spans))
            {
                double probability = Math.Exp(Math.Min(0, mention.LogProbability));
                if (place is { } span)
                {
                    if (window.Owns(span.Start + window.Start))
                    {
                        TextSpan inDocument = InDocument(text, span.Start + window.Start, span.End + window.Start);
                        placed.Add(new Entity(label, text.Source[inDocument.Start..inDocument.End], inDocument, probability));
                    }

                    continue;
                }

                ungrounded++;
                if (settings.Ungrounded == UngroundedPolicy.Keep && mention.Text is { Length: > 0 } surface)
                {
                    placed.Add(new Entity(label, surface, null, probability));
                }
            }
        }

        return ungrounded;
    }

    private static IReadOnlyList<TextSpan> PlacesOf(MentionSequence mention, string read) =>
        mention.Occurrences is { Count: > 0 } known ? known : MentionSearch.Find(read, mention.Text);

    /// <summary>A span that was read, in the document's own text. A mention ends where a long run of white space begins.</summary>
    private static TextSpan InDocument(ReadText text, int start, int end)
    {
        int last = text.EndBeforeRun(start, end) - 1;
        return new TextSpan(text.ToSource(start), text.ToSource(last) + 1);
    }

    /// <summary>What decoding took; what was removed afterwards is not in it yet.</summary>
    private static DecodingStatistics Statistics(DocumentPlan plan)
    {
        int evaluated = 0, unshared = 0, sequences = 0, mentions = 0, invalid = 0, clamped = 0, cut = 0;
        float margin = float.PositiveInfinity;
        foreach (WindowPlan window in plan.Windows)
        {
            int prefix = window.Prompt.Prefix.Length;
            evaluated += prefix;
            foreach (CountSequence count in window.Counts)
            {
                sequences++;
                int own = count.TokensEvaluated + window.TokensDropped(count.Label);
                evaluated += own;
                unshared += prefix + own;
                invalid += count.IsInvalid ? 1 : 0;
                clamped += count.IsClamped ? 1 : 0;
                margin = MathF.Min(margin, count.LowestMargin);
                foreach (MentionSequence mention in window.MentionsOf(count.Label))
                {
                    sequences++;
                    mentions++;
                    evaluated += mention.TokensEvaluated;
                    unshared += count.PromptLength + mention.TokensEvaluated;
                    cut += mention.Finish == FinishReason.Length ? 1 : 0;
                    margin = MathF.Min(margin, mention.LowestMargin);
                }
            }
        }

        int windows = plan.Windows.Select(static window => window.Window.Start).Distinct().Count();
        return DecodingStatistics.Nothing with
        {
            Windows = windows,
            Sequences = sequences,
            TokensEvaluated = evaluated,
            TokensUnshared = unshared,
            Mentions = mentions,
            CountsInvalid = invalid,
            CountsClamped = clamped,
            MentionsCut = cut,
            LowestMargin = margin,
        };
    }
}
