using System.Text;

namespace PaDeNer.Benchmarking.Workloads;

/// <summary>A document's answers in the output formats of the paper's two baselines (its Table 1).</summary>
internal static class AnswerText
{
    /// <summary>Augmented language: the text over again, with <c>[mention | label]</c> where a mention stands; nested mentions nest.</summary>
    public static string Augmented(ForcedDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        (ForcedMention Mention, string Label)[] mentions = [.. InTextOrder(document)];
        StringBuilder answer = new();
        string text = document.Document.Text;
        for (int at = 0; at <= text.Length; at++)
        {
            // Inner mentions end first, outer ones begin first.
            foreach ((ForcedMention mention, string label) in mentions.Where(entry => entry.Mention.Span.End == at).Reverse())
            {
                answer.Append(" | ").Append(label).Append(']');
            }

            answer.Append('[', mentions.Count(entry => entry.Mention.Span.Start == at));
            if (at < text.Length)
            {
                answer.Append(text[at]);
            }
        }

        return answer.ToString();
    }

    /// <summary>Structured annotation: <c>((LOC): (Italy), (LOC): (England), (ORG): (NULL))</c>, in text order, labels without mentions last.</summary>
    public static string Structured(ForcedDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        IEnumerable<string> found = InTextOrder(document).Select(static entry => $"({entry.Label}): ({entry.Mention.Text})");
        IEnumerable<string> absent = document.Labels.Where(static label => label.Mentions.Count == 0).Select(static label => $"({label.Label.PromptName}): (NULL)");
        return $"({string.Join(", ", found.Concat(absent))})";
    }

    private static IEnumerable<(ForcedMention Mention, string Label)> InTextOrder(ForcedDocument document) =>
        document.Labels
            .SelectMany(static label => label.Mentions.Select(mention => (mention, label.Label.PromptName)))
            .OrderBy(static entry => entry.mention.Span.Start)
            .ThenByDescending(static entry => entry.mention.Span.End);
}
