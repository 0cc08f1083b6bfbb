using System.Diagnostics;
using System.Globalization;
using System.Text;
using PaDeNer.Batching.Admission;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Egress;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Egress;

public sealed class ResultWriterTests
{
    private static readonly ResultWriter Writer = new(new EntityWriter(Given.Model, OffsetUnit.CodePoint, false), new ResultContext(Given.Model, "1.2.3"), includeTiming: false);

    [Fact]
    public void Key_and_headers_are_carried_over_and_the_content_type_is_ours()
    {
        SourceRecord source = Given.Record(
            3,
            key: [1, 0xFF],
            headers:
            [
                RecordHeaders.Text("traceparent", "00-aa-bb-01"),
                RecordHeaders.Text("Content-Type", "text/plain"),
                RecordHeaders.Text("tracestate", "x=1"),
                new RecordHeader("twice", [1]),
                new RecordHeader("twice", null),
            ]);

        SinkRecord record = Writer.Write(new FinishedRecord(source, Given.Found(new JobTicket(1))));

        Assert.Equal(SinkTopic.Output, record.Topic);
        Assert.Same(source.Key, record.Key);
        Assert.Equal(["traceparent", "tracestate", "twice", "twice", "content-type", "padener-version"], record.Headers.Select(static one => one.Name));
        Assert.Equal("application/json", RecordHeaders.FindText(record.Headers, "content-type"));
        Assert.Equal("1.2.3", RecordHeaders.FindText(record.Headers, "padener-version"));
        Assert.Contains("""
            "source":{"topic":"documents","partition":0,"offset":3}
            """.Trim(), Encoding.UTF8.GetString(record.Value!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, "a=b", "traceparent={0} tracestate=a=b other=1")]
    [InlineData(ActivityTraceFlags.Recorded, null, "traceparent={0} other=1")]
    [InlineData(ActivityTraceFlags.None, "a=b", "TraceParent=theirs other=1 tracestate=x=1")]
    public void Who_reads_a_result_works_below_the_documents_span_where_one_is_recorded(ActivityTraceFlags flags, string? state, string expected)
    {
        using Activity trace = new("document") { ActivityTraceFlags = flags, TraceStateString = state };
        trace.SetIdFormat(ActivityIdFormat.W3C).Start();
        SourceRecord source = Given.Record(
            3, headers: [RecordHeaders.Text("TraceParent", "theirs"), RecordHeaders.Text("other", "1"), RecordHeaders.Text("tracestate", "x=1")]);

        SinkRecord record = Writer.Write(new FinishedRecord(source, Given.Found(new JobTicket(1)) with { Trace = trace }));

        Assert.Equal(
            string.Format(CultureInfo.InvariantCulture, expected, trace.Id),
            string.Join(' ', record.Headers.SkipLast(2).Select(static header => $"{header.Name}={Encoding.UTF8.GetString(header.Value!)}")));
    }

    [Theory]
    [InlineData(DocumentFault.MalformedUtf8, "malformed_utf8")]
    [InlineData(DocumentFault.MalformedJson, "malformed_json")]
    [InlineData(DocumentFault.NoText, "no_text")]
    [InlineData(DocumentFault.TooLarge, "too_large")]
    [InlineData(DocumentFault.UnknownLabel, "unknown_label")]
    [InlineData(DocumentFault.InvalidLabel, "invalid_label")]
    [InlineData(DocumentFault.TooManyLabels, "too_many_labels")]
    [InlineData(DocumentFault.TooDeep, "too_deep")]
    [InlineData(DocumentFault.TooManyHeaders, "too_many_headers")]
    [InlineData(DocumentFault.HeadersTooLarge, "headers_too_large")]
    [InlineData(DocumentFault.DoesNotFit, "does_not_fit", "planning")]
    [InlineData(DocumentFault.DecodingFailed, "decoding_failed", "decoding")]
    [InlineData(DocumentFault.OverBudget, "over_budget", "decoding")]
    [InlineData(DocumentFault.EndedProcess, "ended_process", "decoding")]
    [InlineData(DocumentFault.ReadingFailed, "reading_failed")]
    [InlineData(DocumentFault.PlanningFailed, "planning_failed", "planning")]
    [InlineData(DocumentFault.WritingFailed, "writing_failed", "writing")]
    public void A_fault_becomes_a_dead_letter_of_the_same_bytes(DocumentFault fault, string name, string component = "reading")
    {
        byte[] key = [0, 0xC3, 0x28], value = [0xFF, 0xFE, 0, 1];
        RecordHeader[] headers = [new("a", [0xFF]), new("a", null), RecordHeaders.Text("content-type", "text/plain"), RecordHeaders.Text("padener-fault", "older")];
        SourceRecord source = Given.Record(77, 2, key: key, value: value, headers: headers, timestamp: 1_700_000_000_123);

        SinkRecord letter = Writer.Write(new FinishedRecord(source, Given.Faulted(new JobTicket(1), fault, "what was wrong")));

        Assert.Equal(SinkTopic.DeadLetter, letter.Topic);
        Assert.Same(key, letter.Key);
        Assert.Same(value, letter.Value);
        Assert.Equal(headers, letter.Headers.Take(headers.Length));
        Assert.Equal(
            [
                ("padener-fault", name),
                ("padener-detail", "what was wrong"),
                ("padener-component", component),
                ("padener-attempt", "1"),
                ("padener-source-topic", "documents"),
                ("padener-source-partition", "2"),
                ("padener-source-offset", "77"),
                ("padener-timestamp", "1700000000123"),
            ],
            letter.Headers.Skip(headers.Length).Select(static one => (one.Name, Encoding.UTF8.GetString(one.Value!))));
    }

    [Fact]
    public void A_record_whose_result_cannot_be_written_is_given_up_with_that_fault()
    {
        FinishedRecord finished = new(Given.Record(5, value: [1, 2]), Given.Unwritable(new JobTicket(1)));

        PendingResult result = Writer.WriteOrGiveUp(finished);

        Assert.Equal(SinkTopic.DeadLetter, result.Record.Topic);
        Assert.Same(finished.Record.Value, result.Record.Value);
        Assert.Equal("writing_failed", RecordHeaders.FindText(result.Record.Headers, DeadLetterHeaders.Fault));
        Assert.Equal(
            "Writing the result of this document failed: ArgumentOutOfRangeException in OffsetConverter.Convert. No other document is concerned; it is a defect, please report it with the record.",
            RecordHeaders.FindText(result.Record.Headers, DeadLetterHeaders.Detail));
        Assert.Equal(DocumentFault.WritingFailed, result.Finished.Outcome.Outcome.Fault);
    }

    [Fact]
    public void A_record_without_a_key_keeps_the_partition_it_came_from()
    {
        FinishedRecord keyless = new(Given.Record(1, 4), Given.Found(new JobTicket(1))), keyed = new(Given.Record(1, 4, key: []), Given.Found(new JobTicket(1)));
        FinishedRecord given = new(Given.Record(1, 4), Given.Faulted(new JobTicket(1)));
        Assert.Equal([4, 4, null], ((FinishedRecord[])[keyless, given, keyed]).Select(one => Writer.Write(one).FromPartition));
        ResultWriter byKey = new(new EntityWriter(Given.Model, OffsetUnit.CodePoint, false), new ResultContext(Given.Model, "1"), false, Partitioning.Key);
        Assert.Null(byKey.Write(keyless).FromPartition);
    }

    [Fact]
    public void Results_and_dead_letters_have_the_timestamp_of_their_record()
    {
        SourceRecord source = Given.Record(1, timestamp: 1_700_000_000_123);
        Assert.Equal(1_700_000_000_123, Writer.Write(new FinishedRecord(source, Given.Found(new JobTicket(1)))).Timestamp);
        Assert.Equal(1_700_000_000_123, Writer.Write(new FinishedRecord(source, Given.Faulted(new JobTicket(1)))).Timestamp);
        Assert.Null(Writer.Write(new FinishedRecord(Given.Record(1), Given.Faulted(new JobTicket(1)))).Timestamp);
    }

    [Fact]
    public void A_tombstone_stays_one_and_a_missing_timestamp_is_not_made_up()
    {
        SinkRecord letter = Writer.Write(new FinishedRecord(Given.Record(1), Given.Faulted(new JobTicket(1))));
        Assert.Null(letter.Value);
        Assert.Null(letter.Key);
        Assert.Null(RecordHeaders.FindText(letter.Headers, DeadLetterHeaders.Timestamp));
    }
}
