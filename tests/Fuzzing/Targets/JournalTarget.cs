using System.Text;
using PaDeNer.Streaming.Journal;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>The journal of an earlier run.</summary>
internal sealed class JournalTarget : FuzzTarget
{
    public override string Name => "journal";

    public override IReadOnlyList<byte[]> Seeds { get; } = SeedText.Bytes(
        "CommittedTo 0 5 0 in\nBegun 0 6 0 in\nBegun 1 7 0 in\nEnded 0 6 0 in\nGivenBack 1 7 0 in\nCommitted 0 7 0 in\nStopped 0 0 0 \n",
        "Ends 0 0 1 in\nSuspect 0 6 2 in\nBegunAlone 0 6 0 in\n",
        "Suspect 0 6 0 in\nWaiting 0 6 0 in\n");

    public override IReadOnlyList<byte[]> Words { get; } = SeedText.Bytes([.. Enum.GetNames<JournalEvent>(), " 0 1 0 t\n", "\n", " ", "-1", "99", "2147483647", "9223372036854775807", ",", "\r"]);

    public override void Read(byte[] input)
    {
        JournalState state = new();
        using StreamReader lines = new(new MemoryStream(input, writable: false), Encoding.UTF8);
        while (lines.ReadLine() is { } text)
        {
            if (JournalLine.TryParse(text, out JournalLine? line))
            {
                BrokenPromiseException.Unless(Enum.IsDefined(line.Value.Event), "only what is known is an event", () => text);
                BrokenPromiseException.Unless(JournalLine.TryParse(line.Value.ToString(), out JournalLine? again) && again == line, "a line that is written is read as it was", () => text);
                state.Take(line.Value);
            }
        }

        Compare(state, Replayed(state), "a journal that is written anew says the same");
        Compare(state.AfterEnd(), Replayed(state).AfterEnd(), "the next run learns the same of a journal that is written anew");
        Compare(state.AfterEnd(), Replayed(state.AfterEnd()), "what the next run knows is what it writes");
    }

    private static JournalState Replayed(JournalState state)
    {
        JournalState replayed = new();
        foreach (JournalLine line in state.Lines())
        {
            replayed.Take(line);
        }

        return replayed;
    }

    private static void Compare(JournalState one, JournalState other, string promise)
    {
        string[] expected = Text(one), actual = Text(other);
        BrokenPromiseException.Unless(expected.SequenceEqual(actual), promise, () => $"[{string.Join("; ", expected)}] and [{string.Join("; ", actual)}]");
    }

    private static string[] Text(JournalState state) => [.. state.Lines().Select(static line => line.ToString()).Order(StringComparer.Ordinal)];
}
