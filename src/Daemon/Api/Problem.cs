using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Api;

/// <summary>Why a request has no result, as it is written (RFC 9457, application/problem+json).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Fault">Its wire name; of a document that of its dead letter (docs/dead-letters.md).</param>
/// <param name="Detail">What is wrong, for people; no document text.</param>
internal sealed record Problem(int Status, string Fault, string Detail)
{
    /// <summary>Nothing decodes: not yet, or not any more.</summary>
    public static Problem NotReady { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "not_ready", "the model is being loaded, or the daemon is stopping") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>After how long another try is worth while; null where time changes nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A request that says something we do not understand.</summary>
    public static Problem OfRequest(string detail) => new(StatusCodes.Status400BadRequest, "invalid_request", detail);

    /// <summary>Answers with it.</summary>
    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        await response.Body.WriteAsync(Json(), response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> Json()
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using Utf8JsonWriter json = new(buffer, JsonText.Options);
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:padener:fault:{Fault}");
        json.WriteString("title"u8, Fault.Replace('_', ' '));
        json.WriteNumber("status"u8, Status);
        json.WriteString("detail"u8, Detail);
        json.WriteString("fault"u8, Fault);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
