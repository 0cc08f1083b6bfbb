using PaDeNer.Training.Datasets;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>An annotated file of one format.</summary>
internal sealed class DatasetTarget(string name, DatasetFormat format, IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words) : FuzzTarget
{
    public override string Name => name;

    public override IReadOnlyList<byte[]> Seeds => seeds;

    public override IReadOnlyList<byte[]> Words => words;

    /// <summary>All formats.</summary>
    public static IEnumerable<FuzzTarget> All() =>
    [
        new DatasetTarget(
            "jsonl",
            DatasetFormat.JsonLines,
            SeedText.Bytes(
                """{"text":"Ada met Bo.","entities":[{"label":"PER","start":0,"end":3,"text":"Ada"},{"label":"PER","start":8,"end":10}],"labels":["PER","ORG"]}""",
                "{\"text\":\"\U0001F600 a \",\"entities\":[{\"label\":\"X\",\"start\":2,\"end\":4}]}\n{\"text\":\"\",\"entities\":[],\"labels\":null}"),
            SeedText.Json("\"text\"", "\"entities\"", "\"label\"", "\"start\"", "\"end\"", "\"labels\"", "}\n{")),
        new DatasetTarget(
            "conll",
            DatasetFormat.Conll,
            [.. SeedText.Samples("*.conll"), .. SeedText.Bytes("-DOCSTART- O\n\nAda B-PER\nmet O\nBo\tS-PER\n", "a b\tO\nc\tE-X\r\n\r\nd I-X\ne I-Y\n")],
            SeedText.Bytes("-DOCSTART-", "B-", "I-", "E-", "S-", "O", "\t", " ", "\n", "\r\n", "\n\n", "\uFEFF", "PER", "é", "\U0001F600", "\u00A0", "\u2028", "\u200B")),
        new DatasetTarget(
            "padellm",
            DatasetFormat.Padellm,
            SeedText.Bytes("""["Ada met Bo .", [0, 0, "Ada", "PER"], [2, 2, "Bo", "PER"]]""", """[["漢字和", [0, 1, "漢字", "LOC"]], ["x"]]""", "[\"Ada met\", [0, 2, \"Ada met\", \"PER\"]]\n[\"x\"]"),
            SeedText.Json("[\"a b\",[0,1,\"a b\",\"X\"]]", "],[")),
    ];

    public override void Read(byte[] input)
    {
        DatasetReading<Dataset> reading = DatasetReader.Read(input, format);
        BrokenPromiseException.Unless(reading.Value is null != reading.Problem is null, "a file is read or has a problem", () => name);
        if (reading.Problem is { } problem)
        {
            BrokenPromiseException.Unless(problem.Line > 0 && problem.Line <= 1 + input.Count(static one => one == '\n') && problem.Reason.Length > 0, "a problem is on a line of the file", problem.ToString);
            return;
        }

        foreach (AnnotatedText text in reading.Value!.Texts)
        {
            foreach (Annotation annotation in text.Annotations)
            {
                BrokenPromiseException.Unless(
                    annotation.Span.Length > 0 && text.Text[annotation.Span.Start..annotation.Span.End] == annotation.Text, "an annotation has the text at its place", () => annotation.ToString());
                BrokenPromiseException.Unless(annotation.Text.Trim() == annotation.Text, "an annotation has no white space at its ends", () => annotation.ToString());
            }
        }
    }
}
