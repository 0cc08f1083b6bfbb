using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Planning;

/// <summary>Turns a complete plan into entities: places mentions in the text, merges windows, removes duplicates.</summary>
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
            return plan.Failure ?? DocumentOutcome.Of(
                DocumentFault.DecodingFailed, "The model gave logits that are no numbers for this text: the model file or its conversion may be broken.");
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
        foreach (WindowPlan window in plan.Windows)
        {
            ungrounded += Place(plan.Document.Text, window, placed);
        }

        List<Entity> probable = placed.FindAll(mention => mention.Probability >= settings.MinProbability);
        List<Entity> distinct = Distinct(probable);
        Dictionary<Label, int> order = plan.Document.Labels.Select(static (label, i) => (label, i)).ToDictionary(static pair => pair.label, static pair => pair.i);
        Entity[] entities = [.. MentionDeduplicator.Apply(distinct, settings.Deduplication)
            .OrderBy(static entity => entity.Span?.Start ?? int.MaxValue)
            .ThenBy(static entity => entity.Span?.End ?? int.MaxValue)
            .ThenBy(entity => order[entity.Label])];
        int duplicates = distinct.Count - entities.Length;
        return new DocumentEntities(entities, Statistics(plan, duplicates, probable.Count - distinct.Count, ungrounded));
    }

    /// <summary>Places one window's mentions; returns how many do not occur in its text.</summary>
    private int Place(string text, WindowPlan window, List<Entity> placed)
    {
        string windowText = text[window.Window.Start..window.Window.End];
        int ungrounded = 0;
        for (int label = 0; label < window.Labels.Count; label++)
        {
            SpanResolver resolver = new(windowText);
            foreach (MentionSequence mention in window.MentionsOf(label))
            {
                string surface = mention.Text;
                TextSpan? found = mention.Occurrences.Count > 0 ? resolver.Resolve(mention.Occurrences) : resolver.Resolve(surface);
                double probability = Math.Exp(Math.Min(0, mention.LogProbability));
                if (found is { } span)
                {
                    TextSpan inDocument = new(span.Start + window.Window.Start, span.End + window.Window.Start);
                    if (window.Window.Owns(inDocument.Start))
                    {
                        placed.Add(new Entity(window.Labels[label], text[inDocument.Start..inDocument.End], inDocument, probability));
                    }
                }
                else
                {
                    ungrounded++;
                    if (settings.Ungrounded == UngroundedPolicy.Keep && surface.Length > 0)
                    {
                        placed.Add(new Entity(window.Labels[label], surface, null, probability));
                    }
                }
            }
        }

        return ungrounded;
    }

    /// <summary>One entity per label and place; the more probable of two. A model that says a mention twice means one entity.</summary>
    private static List<Entity> Distinct(List<Entity> mentions)
    {
        Dictionary<(Label Label, TextSpan? Span, string? Text), int> at = [];
        List<Entity> distinct = new(mentions.Count);
        foreach (Entity mention in mentions)
        {
            (Label Label, TextSpan? Span, string? Text) key = (mention.Label, mention.Span, mention.Span is null ? mention.Text : null);
            if (!at.TryGetValue(key, out int index))
            {
                at[key] = distinct.Count;
                distinct.Add(mention);
            }
            else if (mention.Probability > distinct[index].Probability)
            {
                distinct[index] = mention;
            }
        }

        return distinct;
    }

    private static DecodingStatistics Statistics(DocumentPlan plan, int duplicates, int repeats, int ungrounded)
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
        return new DecodingStatistics(
            windows, sequences, evaluated, unshared, mentions, duplicates, repeats, ungrounded, invalid, clamped, cut, margin);
    }
}
