using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Daemon.Health;

/// <summary>The page for people and the figures that it shows. It asks for nothing from elsewhere, and the browser is told to keep it to that.</summary>
internal static class StatusPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly byte[] Html = Read("page.html");
    private static readonly byte[] HtmlOfApi = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Html).Replace("<body>", "<body data-api>", StringComparison.Ordinal));
    private static readonly byte[] Css = Read("page.css");
    private static readonly byte[] Script = Read("page.js");

    /// <summary>Maps it; any of the daemon's ports may show it.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="status">Its figures.</param>
    /// <param name="history">Those of the last quarter of an hour.</param>
    /// <param name="isApi">Whether the API is on the same port, so that it can be tried.</param>
    public static void Map(IEndpointRouteBuilder endpoints, StatusSource status, FigureHistory history, bool isApi)
    {
        endpoints.MapGet("/", context => SendAsync(context, isApi ? HtmlOfApi : Html, "text/html; charset=utf-8")).DisableHttpMetrics();
        endpoints.MapGet("/page.css", static context => SendAsync(context, Css, "text/css; charset=utf-8")).DisableHttpMetrics();
        endpoints.MapGet("/page.js", static context => SendAsync(context, Script, "text/javascript; charset=utf-8")).DisableHttpMetrics();
        endpoints.MapGet("/status", context => context.Response.WriteAsJsonAsync(status.Current(), StatusJson.Plain.StatusReport, cancellationToken: context.RequestAborted)).DisableHttpMetrics();
        endpoints.MapGet("/history", context => context.Response.WriteAsJsonAsync(
            history.After(NumberOf(context.Request.Query["after"])), StatusJson.Plain.IReadOnlyListHistoryPoint, cancellationToken: context.RequestAborted)).DisableHttpMetrics();
    }

    private static long NumberOf(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static async Task SendAsync(HttpContext context, byte[] content, string type)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Read(string name)
    {
        using System.IO.Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream("PaDeNer.Daemon.Health." + name)!;
        using MemoryStream bytes = new();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>The status page's wire shape.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(IReadOnlyList<HistoryPoint>))]
internal sealed partial class StatusJson : JsonSerializerContext
{
    /// <summary>With names as they are; never part of a page.</summary>
    public static StatusJson Plain { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = PlainJsonEncoder.Instance });
}
