namespace PaDeNer.Decoding.Prompting;

/// <summary>Cuts a text that is too long into overlapping windows at sentence ends; at word ends where a sentence is too long itself.</summary>
public static class WindowCutter
{
    /// <summary>Room left for what a window's text, tokenised by itself, may take more than inside the whole.</summary>
    private const int Spare = 8;

    /// <summary>Cuts a text.</summary>
    /// <param name="tokens">The whole text's tokens.</param>
    /// <param name="windowTokens">Most tokens of a window; 16 or more.</param>
    /// <param name="overlapTokens">Most tokens of overlap; less than half of a window.</param>
    /// <returns>Windows in order that together own every character once.</returns>
    public static IReadOnlyList<DocumentWindow> Cut(TextTokens tokens, int windowTokens, int overlapTokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowTokens, 2 * Spare);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlapTokens, windowTokens / 2);
        if (tokens.Count <= windowTokens)
        {
            return [DocumentWindow.Whole(tokens.Text)];
        }

        bool[] startsSentence = TokensThatStartSentences(tokens);
        List<DocumentWindow> windows = [];
        int ownedStart = 0;
        for (int begin = 0; ;)
        {
            int end = EndOfWindow(tokens, startsSentence, begin, begin + windowTokens - Spare);
            bool last = end == tokens.Count;
            int next = last ? end : StartOfNext(tokens, startsSentence, begin, end, overlapTokens);
            int ownedEnd = last ? int.MaxValue : MiddleOf(tokens, next, end);
            windows.Add(new DocumentWindow(begin == 0 ? 0 : tokens[begin].Start, last ? tokens.Text.Length : tokens[end - 1].End, ownedStart, ownedEnd));
            if (last)
            {
                return windows;
            }

            (begin, ownedStart) = (next, ownedEnd);
        }
    }

    /// <summary>The last sentence start within reach, else the last place between two words, else a bare cut between two characters.</summary>
    private static int EndOfWindow(TextTokens tokens, bool[] startsSentence, int begin, int reach)
    {
        if (reach >= tokens.Count)
        {
            return tokens.Count;
        }

        int half = begin + ((reach - begin) / 2);
        return LastWhere(half, reach, i => startsSentence[i])
            ?? LastWhere(begin + 1, reach, i => CutsNoWord(tokens, i))
            ?? LastWhere(begin + 1, reach, i => tokens[i].Start >= tokens[i - 1].End && tokens[i].Start < tokens[i].End)
            ?? reach;
    }

    private static bool CutsNoWord(TextTokens tokens, int index) =>
        tokens[index].Start >= tokens[index - 1].End && WordBoundaries.IsBoundary(tokens.Text, tokens[index - 1].End);

    /// <summary>The first sentence start whose distance to the cut is within the overlap, else a word start there.</summary>
    private static int StartOfNext(TextTokens tokens, bool[] startsSentence, int begin, int end, int overlapTokens)
    {
        int from = Math.Max(begin + 1, end - overlapTokens);
        return FirstWhere(from, end, i => startsSentence[i]) ?? FirstWhere(from, end, i => tokens[i].StartsWord) ?? end;
    }

    /// <summary>Halfway through the overlap, at a word's start, so that each mention is read where it has the most context on both sides.</summary>
    private static int MiddleOf(TextTokens tokens, int next, int end)
    {
        int middle = FirstWhere(next + ((end - next) / 2), end, i => tokens[i].StartsWord) ?? end;
        return middle < tokens.Count ? tokens[middle].Start : tokens.Text.Length;
    }

    private static bool[] TokensThatStartSentences(TextTokens tokens)
    {
        bool[] starts = new bool[tokens.Count];
        int token = 0;
        foreach (int offset in SentenceStarts.Find(tokens.Text))
        {
            while (token < tokens.Count && tokens[token].Start < offset)
            {
                token++;
            }

            if (token < tokens.Count && tokens[token].StartsWord)
            {
                starts[token] = true;
            }
        }

        return starts;
    }

    private static int? LastWhere(int from, int to, Func<int, bool> holds)
    {
        for (int i = to; i >= Math.Max(from, 1); i--)
        {
            if (holds(i))
            {
                return i;
            }
        }

        return null;
    }

    private static int? FirstWhere(int from, int end, Func<int, bool> holds)
    {
        for (int i = from; i < end; i++)
        {
            if (holds(i))
            {
                return i;
            }
        }

        return null;
    }
}
