using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Streaming.Formats;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Api;

/// <summary><c>POST /v1/extract</c>: documents in a request, entities in its answer.</summary>
/// <param name="model">The model; null while it is loaded.</param>
/// <param name="intake">Decodes.</param>
/// <param name="defaults">What counts where a request says nothing.</param>
/// <param name="options">How much a request may have.</param>
/// <param name="observer">Is told of documents as the stream tells it.</param>
/// <param name="time">The clock.</param>
internal sealed class ExtractEndpoint(
    Func<ServedModel?> model, DirectIntake intake, RequestDefaults defaults, ApiOptions options, IStreamObserver observer, TimeProvider time)
{
    private static readonly string[] Media = ["application/json", "text/plain"];
    private long _tickets;

    /// <summary>Answers a request. Where its caller goes away, its documents are given up.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (await AnswerAsync(context).ConfigureAwait(false) is { } problem)
            {
                await problem.WriteAsync(context.Response).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
    }

    private async Task<Problem?> AnswerAsync(HttpContext context)
    {
        if (model() is not { } served || !intake.IsOpen)
        {
            return Problem.NotReady;
        }

        string contentType = context.Request.ContentType ?? string.Empty;
        if (!Media.Any(media => contentType.StartsWith(media, StringComparison.OrdinalIgnoreCase)))
        {
            return new Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "the content type is neither application/json nor text/plain");
        }

        if (ObjectiveOf(context.Request) is not { } objective)
        {
            return Problem.OfRequest($"the header {LatencyObjective.Header} is no whole number of milliseconds from 1 to a day");
        }

        (byte[] body, Problem? problem) = await RequestBody.ReadAsync(context.Request, options.MaxRequestBytes).ConfigureAwait(false);
        ExtractRequest? request = problem is null ? new RequestReader(defaults, served.Labels).Read(body, contentType, out problem) : null;
        if (request is null)
        {
            return problem;
        }

        return request.Documents.Count > options.MaxDocuments
            ? new Problem(
                StatusCodes.Status413PayloadTooLarge,
                "too_many_documents",
                string.Create(CultureInfo.InvariantCulture, $"{request.Documents.Count} documents, the limit is {options.MaxDocuments} (Api:MaxDocuments)"))
            : await DecodeAsync(context, served, request, objective).ConfigureAwait(false);
    }

    private async Task<Problem?> DecodeAsync(HttpContext context, ServedModel served, ExtractRequest request, TimeSpan objective)
    {
        if (!intake.TryEnter(request.Documents.Count(static document => document.Succeeded)))
        {
            string detail = string.Create(CultureInfo.InvariantCulture, $"{intake.Inside} documents of requests are inside, the limit is {options.MaxInFlight} (Api:MaxInFlight)");
            return new Problem(StatusCodes.Status429TooManyRequests, "over_capacity", detail) { RetryAfter = intake.RetryAfter };
        }

        long received = time.GetTimestamp();
        Deadline deadline = Deadline.After(time, received, objective);
        DocumentAssembler? assembler = request.Policy is { } policy ? new DocumentAssembler(policy) : null;
        JobOutcome?[] outcomes = await Task.WhenAll(request.Documents.Select(document => document.Succeeded
            ? intake.DecodeAsync(new IncomingDocument(NextTicket(), document.Document, received, deadline) { GiveUp = context.RequestAborted, Assembler = assembler, Trace = TraceOf(context.Request) })
            : Task.FromResult<JobOutcome?>(new JobOutcome(NextTicket(), null, DocumentOutcome.Of(document.Fault, document.Detail), JobTimings.NotServed(received)) { Trace = TraceOf(context.Request) })))
            .ConfigureAwait(false);
        context.RequestAborted.ThrowIfCancellationRequested();
        if (outcomes.Any(static outcome => outcome is null))
        {
            return Problem.NotReady;
        }

        DocumentAnswer[] answers = [.. outcomes.Select(outcome => DocumentAnswer.Of(outcome!, new EntityWriter(served.Extractor.Identity, request.Unit, request.IncludeText), request.IncludeTiming))];
        foreach (DocumentAnswer answer in answers)
        {
            Tell(answer, received);
        }

        if (!request.IsBatch && answers[0].Fault is { } fault)
        {
            return FaultStatus.Problem(fault, answers[0].Detail);
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(request.IsBatch ? DocumentAnswer.List(answers) : answers[0].Json, context.RequestAborted).ConfigureAwait(false);
        return null;
    }

    private void Tell(DocumentAnswer answer, long received)
    {
        observer.Completed(answer.Outcome, answer.Fault is { } fault ? FaultNames.Of(fault) : null, time.GetElapsedTime(received));
        if (answer.Fault is null)
        {
            observer.Published(answer.Outcome.Outcome.Entities!.Entities.Count);
        }
    }

    private TimeSpan? ObjectiveOf(HttpRequest request) =>
        request.Headers.TryGetValue(LatencyObjective.Header, out var asked) ? LatencyObjective.Parse(asked) : defaults.Objective;

    private static Activity? TraceOf(HttpRequest request) => DocumentTrace.Begin(request.Headers.TraceParent, request.Headers.TraceState);

    private JobTicket NextTicket() => new(Interlocked.Increment(ref _tickets));
}
