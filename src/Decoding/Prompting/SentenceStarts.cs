namespace PaDeNer.Decoding.Prompting;

/// <summary>
/// Where sentences begin, by punctuation alone. Good enough to cut long texts: a cut after an abbreviation costs nothing but a word of
/// context, and windows overlap.
/// </summary>
internal static class SentenceStarts
{
    public static IEnumerable<int> Find(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (character is '。' or '！' or '？' or '\n')
            {
                yield return i + 1;
            }
            else if (character is '.' or '!' or '?' or '…')
            {
                int next = i + 1;
                while (next < text.Length && text[next] is '"' or '\'' or ')' or ']' or '”' or '’' or '»')
                {
                    next++;
                }

                int word = next;
                while (word < text.Length && char.IsWhiteSpace(text[word]))
                {
                    word++;
                }

                if (word > next && word < text.Length && !char.IsLower(text[word]))
                {
                    yield return word;
                }
            }
        }
    }
}
