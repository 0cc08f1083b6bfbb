using System.Diagnostics.Metrics;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Kafka.Clients.Statistics;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>A little of everything that a stream and its lanes report, the same every time: each instrument gets a value.</summary>
internal static class ReportedWork
{
    /// <summary>How often clients tell.</summary>
    public static readonly TimeSpan ClientInterval = TimeSpan.FromSeconds(10);

    /// <summary>What is told of the daemon itself.</summary>
    public static DaemonGauges Gauges(IMeterFactory meters) => new(
        meters,
        static () =>
        [
            new(InstrumentTags.Version, "1.2.3"),
            new(InstrumentTags.Model, "small"),
            new(InstrumentTags.Device, "cpu"),
            new(InstrumentTags.Group, "padener"),
            new(InstrumentTags.Topic, "documents"),
        ],
        TimeSpan.FromSeconds(1));

    /// <summary>What Kafka clients tell of themselves.</summary>
    public static ClientMetrics Clients(IMeterFactory meters, TimeProvider time)
    {
        ClientMetrics metrics = new(meters, time);
        metrics.Reported(Consumer(1, new ClientTotals(0, 3, 1, 1000, 5000, 2)));
        ClientState producer = new(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(40), 3, 4, 900, null, null);
        metrics.Reported(new ClientReport(ClientKind.Producer, 2, ClientInterval, producer, new ClientTotals(1, 2, 0, 7000, 800, 0)));
        return metrics;
    }

    /// <summary>What a consumer tells.</summary>
    public static ClientReport Consumer(int number, ClientTotals risen, bool isSteady = true) => new(
        ClientKind.Consumer,
        number,
        ClientInterval,
        new ClientState(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.Zero, 1, 7, 2048, TimeSpan.FromSeconds(30), isSteady),
        risen);

    /// <summary>Reports it; the clock moves on by a quarter of a second.</summary>
    public static void Report(StreamMetrics metrics, ManualTimeProvider time)
    {
        metrics.Waiting(time.GetTimestamp(), null);
        time.Advance(TimeSpan.FromSeconds(0.25));
        DecodingStatistics statistics = new(1, 4, 10, 40, 3, 2, 6, 5, 1, 2, 3, 4, 1f);
        JobTimings timings = new(0, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), 3, true);
        JobOutcome outcome = new(new JobTicket(1), null, DocumentOutcome.Of(new DocumentEntities([], statistics)), timings);
        metrics.DocumentDecoded(outcome);
        metrics.Completed(outcome, null, TimeSpan.FromMilliseconds(4));
        metrics.Completed(new JobOutcome(new JobTicket(2), null, DocumentOutcome.Of(DocumentFault.NoText, "no text"), JobTimings.NotServed(0)), "no_text", TimeSpan.FromMilliseconds(1));
        metrics.StepDone(new StepReport(
            3, new StepContents(7, 4, 0, 4), TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(0.5), 1, 4, 2, 4, 50, 100, PredictedTime: TimeSpan.FromMilliseconds(2), PredictionError: 0.125, DocumentLimit: 8));
        metrics.StepFailed(3, 2);
        metrics.DocumentAlone(3);
        metrics.DecodedAlone();
        metrics.DeadLettered("no_text");
        metrics.Published(6);
        metrics.Committed(2, TimeSpan.FromMilliseconds(1));
        metrics.Sent(SinkTopic.Output, 1);
        metrics.Sent(SinkTopic.DeadLetter, 1);
        metrics.AssignmentChanged(2);
        metrics.Halted(1);
        metrics.InFlight(5, 4096);
        metrics.Voided(1);
        metrics.PartitionsTaken(3, lost: false);
        metrics.Source(new SourceState(BrokersAnswer: true, GroupAnswers: false));
        metrics.Lag(new("say \"hi\"\\", 11), 5, time.GetUtcNow().ToUnixTimeMilliseconds() - 500);
        metrics.Lag(new("unread", 0), 6, null);
        metrics.Lag(new("gone", 0), 7, null);
        metrics.LagUnknown(new("gone", 0));
        metrics.Paused(true);
    }
}
