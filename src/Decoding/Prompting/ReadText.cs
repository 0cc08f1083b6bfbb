using System.Text;

namespace PaDeNer.Decoding.Prompting;

/// <summary>
/// A text as the model reads it: of a long run of white space only the beginning, and the way back to the text's own offsets. Models are
/// hardly ever shown such runs, and a few hundred line ends would fill a window in which nothing is said.
/// </summary>
public sealed class ReadText
{
    /// <summary>White space of a run that is read, in UTF-16 code units: two line ends of two characters each.</summary>
    public const int LongestRun = 4;

    // Where a run was shortened: the offset behind what is read of it, and how many code units were left out up to there.
    private readonly List<(int Offset, int LeftOut)> _cuts = [];

    private ReadText(string source) => (Source, Read) = (source, Shorten(source));

    /// <summary>The text itself.</summary>
    public string Source { get; }

    /// <summary>What is read of it; the same string where it has no long run.</summary>
    public string Read { get; }

    /// <summary>The text as it is read.</summary>
    public static ReadText Of(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ReadText(source);
    }

    /// <summary>The text's own offset of a character that is read.</summary>
    /// <param name="offset">0 to the length of <see cref="Read"/>, in UTF-16 code units.</param>
    public int ToSource(int offset)
    {
        int after = FirstCutBehind(offset);
        return after == 0 ? offset : offset + _cuts[after - 1].LeftOut;
    }

    /// <summary>Where the first shortened run inside a piece of <see cref="Read"/> begins; the piece's end where there is none.</summary>
    /// <param name="start">First code unit of the piece.</param>
    /// <param name="end">One past its last.</param>
    public int EndBeforeRun(int start, int end)
    {
        int next = FirstCutBehind(start);
        return next < _cuts.Count && _cuts[next].Offset < end ? _cuts[next].Offset - LongestRun : end;
    }

    private int FirstCutBehind(int offset)
    {
        (int low, int high) = (0, _cuts.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _cuts[middle].Offset > offset ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private string Shorten(string source)
    {
        StringBuilder? read = null;
        int copied = 0;
        int leftOut = 0;
        for (int at = 0; at < source.Length; at++)
        {
            int start = at;
            while (at < source.Length && char.IsWhiteSpace(source[at]))
            {
                at++;
            }

            if (at - start > LongestRun)
            {
                read ??= new StringBuilder(source.Length);
                read.Append(source, copied, start + LongestRun - copied);
                copied = at;
                leftOut += at - start - LongestRun;
                _cuts.Add((read.Length, leftOut));
            }
        }

        return read is null ? source : read.Append(source, copied, source.Length - copied).ToString();
    }
}
