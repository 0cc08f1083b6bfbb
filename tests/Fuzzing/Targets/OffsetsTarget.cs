using System.Globalization;
using System.Text;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>The text beside a committed offset.</summary>
internal sealed class OffsetsTarget : FuzzTarget
{
    public override string Name => "offsets";

    public override IReadOnlyList<byte[]> Seeds { get; } =
        SeedText.Bytes("padener-1;1000;3;2,5,1,20", "padener-1;0;;1,1", "padener-1;7;0;", "padener-1;9;1;0,0,0,3,0,4", "another's");

    public override IReadOnlyList<byte[]> Words { get; } = SeedText.Bytes("padener-1", ";", ",", "0", "1", ",1,1", "9223372036854775807", "4611686018427387904", "2147483648", "-1", " 1", "+1", "\u0660");

    public override void Read(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        string[] parts = text.Split(';');
        long committed = parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long written) ? written : 0;
        FinishedOffsets finished = FinishedOffsets.Read(text, committed);
        long end = committed;
        foreach (OffsetRun run in finished.Runs)
        {
            BrokenPromiseException.Unless(run.From >= committed && run.From < run.To, "a run has offsets, past the committed one", run.ToString);
            BrokenPromiseException.Unless(run == finished.Runs[0] || run.From > end, "runs are in order and do not touch", run.ToString);
            BrokenPromiseException.Unless(finished.Contains(run.From, null) && finished.Contains(run.To - 1, null) && !finished.Contains(run.To, null), "what is in a run is finished", run.ToString);
            end = run.To;
        }

        BrokenPromiseException.Unless(finished.Count >= 0, "the count is one", () => text);
        FinishedOffsets again = FinishedOffsets.Read(finished.ToText(committed), committed);
        BrokenPromiseException.Unless(again.Runs.SequenceEqual(finished.Runs) && again.LeaderEpoch == finished.LeaderEpoch, "what is written is read", () => finished.ToText(committed));
    }
}
