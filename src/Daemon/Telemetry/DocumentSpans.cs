using System.Diagnostics;
using PaDeNer.Batching.Execution;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>Ends the spans of documents, with a span for each part of their time, and makes one of each micro-batch. Only called where there are spans.</summary>
internal static class DocumentSpans
{
    /// <summary>A document has ended.</summary>
    /// <param name="trace">Its span.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="fault">The wire name of its fault; null where it has a result.</param>
    /// <param name="latency">Received to committed.</param>
    public static void End(Activity trace, JobOutcome outcome, string? fault, TimeSpan latency)
    {
        JobTimings timings = outcome.Timings;
        if (timings.Steps > 0)
        {
            DateTime at = trace.StartTimeUtc;
            at = Part(trace, "wait", at, timings.QueueTime);
            at = Part(trace, "prefill", at, timings.PrefillTime);
            at = Part(trace, "count", at, timings.CountTime);
            at = Part(trace, "mentions", at, timings.ServiceTime - timings.PrefillTime - timings.CountTime);
            _ = Part(trace, "publish", at, latency - timings.QueueTime - timings.ServiceTime);
            trace.SetTag("padener.steps", timings.Steps).SetTag("padener.deadline_missed", timings.DeadlineMissed);
        }

        if (fault is null)
        {
            trace.SetTag("padener.entities", outcome.Outcome.Entities?.Entities.Count);
        }
        else
        {
            trace.SetTag("error.type", fault).SetStatus(ActivityStatusCode.Error, outcome.Outcome.Detail);
        }

        trace.SetEndTime(trace.StartTimeUtc + latency);
        trace.Stop();
    }

    /// <summary>A micro-batch was computed: a span of its own, linked with the documents in it.</summary>
    /// <param name="report">What it was.</param>
    /// <param name="documents">The spans of its documents.</param>
    /// <param name="now">When it had been computed.</param>
    public static void MicroBatch(in StepReport report, IReadOnlyList<Activity> documents, DateTimeOffset now)
    {
        DateTime end = now.UtcDateTime;
        using Activity? step = DocumentTrace.Source.StartActivity(
            "micro-batch", ActivityKind.Internal, default(ActivityContext), links: documents.Select(static document => new ActivityLink(document.Context)), startTime: end - report.EngineTime);
        step?.SetTag("padener.lane", report.Lane)
            .SetTag("padener.rows.prefix", report.Contents.PrefixRows)
            .SetTag("padener.rows.count", report.Contents.CountRows)
            .SetTag("padener.rows.mention", report.Contents.MentionRows)
            .SetEndTime(end);
    }

    private static DateTime Part(Activity trace, string name, DateTime from, TimeSpan took)
    {
        DateTime end = from + (took > TimeSpan.Zero ? took : TimeSpan.Zero);
        using Activity? part = DocumentTrace.Source.StartActivity(name, ActivityKind.Internal, trace.Context, startTime: from);
        part?.SetEndTime(end);
        return end;
    }
}
