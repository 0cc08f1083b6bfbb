using PaDeNer.Daemon.Commands.DeadLetters;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Tests.Commands.DeadLetters;

public sealed class RedriveTests
{
    private static readonly Redrive ToDocuments = new("documents", mostRedrives: 2);

    [Fact]
    public void A_record_loses_the_headers_of_its_fault_and_says_where_it_comes_from()
    {
        DeadLetter letter = Letters.Letter(more: [RecordHeaders.Text("traceparent", "00-1"), new RecordHeader("empty", null), RecordHeaders.Text("traceparent", "00-2")]);

        Assert.Equal("traceparent=00-1 empty= traceparent=00-2 padener-redriven-from=dead/0/17 padener-redrive-count=1", Letters.Text(Redrive.Headers(letter)));
        Assert.Null(Redrive.Headers(letter)[1].Value);
    }

    [Fact]
    public void A_record_that_failed_again_has_one_provenance_and_the_next_count()
    {
        DeadLetter letter = Letters.Letter(more:
        [
            RecordHeaders.Text("Padener-Fault", "of old"),
            RecordHeaders.Text(DeadLetterHeaders.HeadersLeftOut, "3"),
            RecordHeaders.Text(DeadLetterHeaders.RedrivenFrom, "dead/0/3"),
            RecordHeaders.Text(DeadLetterHeaders.RedriveCount, "1"),
        ]);

        Assert.Equal((1, "dead/0/3", 3L), (letter.Redrives, letter.RedrivenFrom, letter.HeadersLeftOut));
        Assert.Equal("padener-headers-left-out=3 padener-redriven-from=dead/0/17 padener-redrive-count=2", Letters.Text(Redrive.Headers(letter)));
    }

    [Fact]
    public void A_count_does_not_run_over()
    {
        DeadLetter letter = Letters.Letter(more: [RecordHeaders.Text(DeadLetterHeaders.RedriveCount, "2147483647")]);

        Assert.EndsWith("padener-redrive-count=2147483647", Letters.Text(Redrive.Headers(letter)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "0", "no_text", "documents")]
    [InlineData(null, "1", "no_text", "documents")]
    [InlineData("were sent again 2 times already: --max-redrives allows more", "2", "no_text", "documents")]
    [InlineData("come from another topic, 'others': --set Kafka:InputTopic names it", "0", "no_text", "others")]
    [InlineData("are no dead letters of this daemon: they have no padener-fault or no padener-source-topic", "0", null, "documents")]
    [InlineData("are no dead letters of this daemon: they have no padener-fault or no padener-source-topic", "0", "no_text", null)]
    public void What_would_go_astray_or_round_in_circles_is_left_alone(string? reason, string count, string? fault, string? topic) => Assert.Equal(
        reason, ToDocuments.WhyNot(Letters.Letter(fault, topic: topic, more: [RecordHeaders.Text(DeadLetterHeaders.RedriveCount, count)])));

    [Fact]
    public void What_is_sent_is_counted_by_fault()
    {
        RedriveTally tally = new();
        tally.Add(Letters.Letter());
        tally.Add(Letters.Letter("too_deep"));
        tally.Add(Letters.Letter(more: [RecordHeaders.Text(DeadLetterHeaders.RedriveCount, "1")]));
        tally.Leave("come from another topic");

        Assert.Equal((3L, 1L), (tally.Records, tally.Again));
        int bytes = Letters.Letter().Record.Size, again = bytes + DeadLetterHeaders.RedriveCount.Length + 1;
        Assert.Equal(
            [$"no_text 2 records {bytes + again} bytes", $"too_deep 1 records {bytes + 1} bytes", "left alone 1 records: they come from another topic"],
            tally.Lines().Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }
}
