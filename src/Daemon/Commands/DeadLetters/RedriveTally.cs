using System.Globalization;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary>Counts what is sent again by fault, and what is not by reason. One thread.</summary>
internal sealed class RedriveTally
{
    private readonly SortedDictionary<string, (long Records, long Bytes)> _sent = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _left = new(StringComparer.Ordinal);

    /// <summary>How many are sent again.</summary>
    public long Records { get; private set; }

    /// <summary>How many of them were sent again before.</summary>
    public long Again { get; private set; }

    /// <summary>One that is sent again.</summary>
    public void Add(DeadLetter letter)
    {
        (long records, long bytes) = _sent.GetValueOrDefault(letter.Fault!);
        _sent[letter.Fault!] = (records + 1, bytes + letter.Record.Size);
        Records++;
        Again += letter.Redrives > 0 ? 1 : 0;
    }

    /// <summary>One that is not.</summary>
    public void Leave(string reason) => _left[reason] = _left.GetValueOrDefault(reason) + 1;

    /// <summary>A line for each fault, and for each reason why some are left alone.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. _sent.Select(static one => string.Create(CultureInfo.InvariantCulture, $"{SafeText.Line(one.Key),-20} {one.Value.Records,9} records {one.Value.Bytes,12} bytes")),
        .. _left.Select(static one => string.Create(CultureInfo.InvariantCulture, $"left alone           {one.Value,9} records: they {one.Key}")),
    ];
}
