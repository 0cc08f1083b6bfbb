using System.Globalization;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.Planning;

/// <summary>Turns documents into plans: cuts windows, groups labels, tokenises. Pure; safe from any thread.</summary>
/// <param name="template">The model's template.</param>
/// <param name="settings">How to decode.</param>
/// <param name="capacity">What one engine offers; a plan's parts are made to fit it one by one.</param>
public sealed class DocumentPlanner(PromptTemplate template, DecodingSettings settings, EngineCapacity capacity)
{
    /// <summary>Labels decoded together at most; more would need more slots than several documents at once should have.</summary>
    private const int LabelsPerGroup = 64;

    /// <summary>Plans a document. What only this document makes fail is its fault and no exception: <see cref="DocumentFailure"/>.</summary>
    /// <returns>The plan; a fault that names what is wrong and what to do; or no entities, for a text in which there is nothing to read.</returns>
    public PlanResult Plan(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        try
        {
            return TryPlan(document);
        }
        catch (Exception failure) when (DocumentFailure.IsOfDocument(failure))
        {
            return PlanResult.Of(DocumentFailure.Of(DocumentFault.PlanningFailed, failure));
        }
    }

    private PlanResult TryPlan(Document document)
    {
        foreach (Label label in document.Labels)
        {
            if (!template.Knows(label))
            {
                return PlanResult.Of(DocumentFault.UnknownLabel, $"The model was not trained for label '{label.Name}'.");
            }

            if (template.Problem(label) is { } problem)
            {
                LabelProblem invalid = LabelProblem.Invalid(label.Name, problem);
                return PlanResult.Of(invalid.Fault, invalid.Detail);
            }
        }

        if (string.IsNullOrWhiteSpace(document.Text))
        {
            return PlanResult.Of(DocumentOutcome.Of(new DocumentEntities([], DecodingStatistics.Nothing)));
        }

        ReadText text = ReadText.Of(document.Text);
        Label[][] groups = [.. document.Labels.Chunk(Math.Min(LabelsPerGroup, capacity.Slots))];
        List<WindowPlan> plans = [];
        foreach (DocumentWindow window in Windows(text.Read))
        {
            string piece = text.Read[window.Start..window.End];
            foreach (Label[] group in groups)
            {
                WindowPlan plan = new(window, group, template.Build(piece, group), template, settings);
                if (Shortage(plan) is { } shortage)
                {
                    return PlanResult.Of(DocumentFault.DoesNotFit, shortage);
                }

                plans.Add(plan);
            }
        }

        return PlanResult.Of(new DocumentPlan(document, text, plans));
    }

    private IReadOnlyList<DocumentWindow> Windows(string text)
    {
        PlanLimits limits = settings.Limits;

        // Most texts are shorter than a window whatever their tokens are: a token has at least one UTF-16 code unit or a byte of one.
        if (text.Length * 4 <= limits.WindowTokens)
        {
            return [DocumentWindow.Whole(text)];
        }

        TextTokens? tokens = TextTokens.Align(text, template.Tokenizer.Tokenize(text), template.Tokenizer, template.Tokenizer.AddsLeadingSpace ? 1 : 0, template.Edges);
        return tokens is null ? [DocumentWindow.Whole(text)] : WindowCutter.Cut(tokens, limits.WindowTokens, Math.Min(limits.OverlapTokens, (limits.WindowTokens / 2) - 1));
    }

    private string? Shortage(WindowPlan plan)
    {
        int longest = plan.Prompt.Prefix.Length + plan.Prompt.Suffixes.Max(static suffix => suffix.Length)
            + Math.Max(settings.Limits.MaxCountTokens, plan.MentionCells);
        if (longest > capacity.SequenceTokens)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"A prompt with its answer may take {longest} tokens and the model takes {capacity.SequenceTokens}: lower Extraction:WindowTokens or Extraction:MaxMentionTokens.");
        }

        int cells = plan.CountCells + plan.MentionCells;
        return cells <= capacity.KvCells
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Labels.Count} labels over this text may take {cells} KV cells and a lane has {capacity.KvCells}: raise Batching:KvCells.");
    }
}
