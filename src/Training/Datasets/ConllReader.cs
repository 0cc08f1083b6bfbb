namespace PaDeNer.Training.Datasets;

/// <summary>
/// Reads columns: the token first, its tag last, blanks or tabs between. In a line with tabs only these part columns, so that a token may
/// hold blanks. An empty line ends a sentence, lines that begin with
/// -DOCSTART- are skipped. A sentence's text is its tokens with one space between. Tags may be IOB1, IOB2 or IOBES.
/// </summary>
internal static class ConllReader
{
    private const string DocumentStart = "-DOCSTART-";

    public static List<AnnotatedText> Read(ReadOnlyMemory<byte> file)
    {
        List<AnnotatedText> texts = [];
        SentenceBuilder sentence = new();
        foreach ((int number, ReadOnlyMemory<byte> bytes) in FileLines.Of(file))
        {
            string line = FileLines.Decode(number, bytes.Span);
            if (line.AsSpan().Trim(" \t").IsEmpty || line.StartsWith(DocumentStart, StringComparison.Ordinal))
            {
                Take(sentence, texts);
            }
            else
            {
                Add(sentence, number, line);
            }
        }

        Take(sentence, texts);
        return texts;
    }

    private static void Take(SentenceBuilder sentence, List<AnnotatedText> texts)
    {
        if (sentence.TakeText() is { } text)
        {
            texts.Add(text);
        }
    }

    private static void Add(SentenceBuilder sentence, int number, string line)
    {
        bool hasTabs = line.Contains('\t', StringComparison.Ordinal);
        string[] columns = hasTabs
            ? line.Split('\t').Select(static column => column.Trim(' ')).ToArray()
            : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length < 2)
        {
            throw new BadDataException(number, "one column only: a line needs a token and, in the last column, its tag");
        }

        if (columns[0].Length == 0)
        {
            throw new BadDataException(number, "the first column is empty: it is to hold the token");
        }

        string tag = columns[^1];
        if (hasTabs && tag.Contains(' ', StringComparison.Ordinal))
        {
            throw new BadDataException(number, "tabs and blanks part columns in one line, so that nobody knows which of them a token may hold; use one of the two");
        }

        if (tag == "O")
        {
            sentence.Add(number, columns[0], 'O', string.Empty);
        }
        else if (tag.Length > 2 && tag[1] == '-' && tag[0] is 'B' or 'I' or 'E' or 'S')
        {
            sentence.Add(number, columns[0], tag[0], tag[2..]);
        }
        else
        {
            throw new BadDataException(number, "the last column is no tag: O, or B-, I-, E-, S- and a label");
        }
    }
}
