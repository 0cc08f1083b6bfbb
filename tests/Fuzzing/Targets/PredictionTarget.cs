using PaDeNer.Training.Datasets;
using PaDeNer.Training.Predictions;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>A file of predictions that others made.</summary>
internal sealed class PredictionTarget : FuzzTarget
{
    public override string Name => "predictions";

    public override IReadOnlyList<byte[]> Seeds { get; } = SeedText.Bytes(
        """{"text":"Ada met Bo.","predictions":[{"label":"PER","text":"Ada","start":0,"end":3,"probability":0.5},{"label":"PER","text":"Bo","probability":1}],"entities":[{"label":"PER","text":"Bo"}]}""",
        """{"text":"","predictions":[],"entities":[]}""");

    public override IReadOnlyList<byte[]> Words { get; } =
        SeedText.Json("\"text\"", "\"predictions\"", "\"entities\"", "\"label\"", "\"start\"", "\"end\"", "\"probability\"", "{\"label\":\"X\",\"text\":\"a\",\"probability\":1}", "}\n{");

    public override void Read(byte[] input)
    {
        DatasetReading<PredictedTexts> reading = PredictionReader.Read(input, 0.25);
        BrokenPromiseException.Unless(reading.Value is null != reading.Problem is null, "a file is read or has a problem", () => Name);
    }
}
