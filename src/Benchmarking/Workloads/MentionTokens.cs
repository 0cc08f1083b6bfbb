using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Workloads;

/// <summary>The tokens of a text that make up a mention.</summary>
internal static class MentionTokens
{
    /// <summary>Finds them; null where the mention does not begin and end where tokens and words do.</summary>
    public static TokenId[]? Find(TextSpan span, TextTokens tokens)
    {
        int first = 0;
        while (first < tokens.Count && !(tokens[first].Start == span.Start && tokens[first].StartsWord))
        {
            first++;
        }

        int last = first;
        while (last < tokens.Count && !(tokens[last].End == span.End && tokens[last].EndsWord))
        {
            last++;
        }

        return last >= tokens.Count ? null : [.. Enumerable.Range(first, last - first + 1).Select(i => tokens[i].Token)];
    }
}
