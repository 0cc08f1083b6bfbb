using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Ingress;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Ingress;

public sealed class HeaderProblemTests
{
    private static readonly InputLimits Limits = new() { Headers = 3, HeaderBytes = 20 };

    [Theory]
    [InlineData()]
    [InlineData("a=1", "b=2", "c=3")]
    [InlineData("a=1234567890123456789")]
    public void Headers_within_the_limits_are_no_problem(params string[] headers) => Assert.Null(HeaderProblem.Of(Headers(headers), Limits));

    [Theory]
    [InlineData(DocumentFault.TooManyHeaders, "4 headers, the limit is 3 (Ingress:MaxHeaders)", "a=1 b=2 c=3", "a=1", "b=2", "c=3", "d=4")]
    [InlineData(DocumentFault.HeadersTooLarge, "21 bytes of headers, the limit is 20 (Ingress:MaxHeaderBytes)", "", "a=12345678901234567890")]
    [InlineData(DocumentFault.HeadersTooLarge, "23 bytes of headers, the limit is 20 (Ingress:MaxHeaderBytes)", "a=1", "a=1", "b=123456789012345678", "c=3")]
    [InlineData(DocumentFault.TooManyHeaders, "4 headers, the limit is 3 (Ingress:MaxHeaders)", "a=1", "a=1", "b=1234567890123456789", "c=", "d=")]
    public void Too_many_are_cut_at_the_limit_and_counted(DocumentFault fault, string detail, string kept, params string[] headers)
    {
        HeaderProblem problem = HeaderProblem.Of(Headers(headers), Limits)!;
        SourceRecord whole = Given.Record(7, 2, 3, Given.Bytes("key"), Given.Bytes("value"), Headers(headers), 17);
        SourceRecord cut = problem.Cut(whole);

        Assert.Equal((fault, detail), (problem.Fault, problem.Detail));
        string leftOut = $"padener-headers-left-out={headers.Length - kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length}";
        Assert.Equal($"{kept} {leftOut}".Trim(), string.Join(' ', cut.Headers.Select(static one => $"{one.Name}={System.Text.Encoding.UTF8.GetString(one.Value!)}")));
        Assert.Equal((whole.Position, whole.Timestamp), (cut.Position, cut.Timestamp));
        Assert.Same(whole.Key, cut.Key);
        Assert.Same(whole.Value, cut.Value);
        Assert.Equal(8 + RecordHeaders.Size(cut.Headers), cut.Size);
    }

    [Fact]
    public void What_sending_a_record_again_adds_does_not_count_once_each()
    {
        string[] full = ["a=1", "b=2", "c=3", "padener-headers-left-out=4", "padener-redriven-from=dead/0/123456789", "padener-redrive-count=1"];

        Assert.Null(HeaderProblem.Of(Headers(full), Limits));
        Assert.Equal("4 headers, the limit is 3 (Ingress:MaxHeaders)", HeaderProblem.Of(Headers([.. full, "padener-redrive-count=2"]), Limits)?.Detail);
        Assert.Equal(DocumentFault.HeadersTooLarge, HeaderProblem.Of(Headers([$"padener-redrive-count={new string('1', 600)}"]), Limits)?.Fault);
    }

    private static List<RecordHeader> Headers(string[] headers) => [.. headers.Select(static one => RecordHeaders.Text(one.Split('=')[0], one.Split('=')[1]))];
}
