using PaDeNer.Daemon.Api;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>The body of <c>POST /v1/extract</c>.</summary>
internal sealed class RequestTarget : FuzzTarget
{
    private readonly RequestReader _reader = new(
        new RequestDefaults(new InputLimits { RecordBytes = 3000, JsonDepth = 5, Labels = 4, LabelLength = 12 }, new AssemblySettings(), OffsetUnit.CodePoint, IncludeText: false, IncludeTiming: false, TimeSpan.FromSeconds(1)),
        new KnownLabels());

    public override string Name => "request";

    public override IReadOnlyList<byte[]> Seeds { get; } = SeedText.Bytes(
        """{"text":"Ada met Bo.","id":"a","labels":["PER"]}""",
        """{"documents":[{"text":"Ada"},{"text":"Bo","labels":["ORG"]},{"no":1}],"labels":["PER"],"include_text":true,"include_timing":false,"offset_unit":"utf16"}""",
        """{"text":"Ada","policy":{"deduplication":"none","overlap":"allow","ungrounded":"drop","min_probability":0.5}}""",
        "\"Ada\"",
        "no JSON");

    public override IReadOnlyList<byte[]> Words { get; } = SeedText.Json(
        "\"text\"", "\"documents\"", "\"labels\"", "\"policy\"", "\"offset_unit\"", "\"include_text\"", "\"include_timing\"", "\"deduplication\"", "\"overlap\"", "\"ungrounded\"", "\"min_probability\"",
        "\"utf8\"", "\"utf16\"", "\"flat\"", "\"allow\"", "\"keep\"", "\"none\"", "\"drop\"");

    public override void Read(byte[] input)
    {
        foreach (string type in (string[])["application/json", "text/plain; charset=utf-8"])
        {
            ExtractRequest? request = _reader.Read(input, type, out Problem? problem);
            BrokenPromiseException.Unless(request is null != problem is null, "a request is read or refused", () => type);
            BrokenPromiseException.Unless(
                problem is null || (problem is { Status: >= 400 and < 500, Fault: not "reading_failed" } && problem.Detail.Length > 0), "a refusal is the caller's to mend", () => problem!.Detail);
            foreach (ReadResult document in request?.Documents ?? [])
            {
                DocumentTarget.Judge(document);
            }
        }
    }
}
