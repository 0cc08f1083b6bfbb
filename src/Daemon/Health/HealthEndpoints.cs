using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Health;

/// <summary>What is served over HTTP: probes, metrics, the status page and its figures.</summary>
internal static class HealthEndpoints
{
    private const string PlainText = "text/plain; charset=utf-8";
    private static readonly string Page = ReadPage();

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, DaemonState state, StatusSource status)
    {
        endpoints.MapGet("/health/live", () => Probe(state.WhyNotAlive(), "alive"));
        endpoints.MapGet("/health/ready", () => Probe(state.WhyNotReady(), "ready"));
        MetricsExport.Map(endpoints);
        endpoints.MapGet("/status", () => Results.Json(status.Current(), StatusJson.Default.StatusReport));
        endpoints.MapGet("/", static () => Results.Text(Page, "text/html; charset=utf-8"));
    }

    private static IResult Probe(string? problem, string word) => problem is null
        ? Results.Text(word + "\n", PlainText)
        : Results.Text($"not {word}: {problem}\n", PlainText, statusCode: StatusCodes.Status503ServiceUnavailable);

    private static string ReadPage()
    {
        using System.IO.Stream page = Assembly.GetExecutingAssembly().GetManifestResourceStream("PaDeNer.Daemon.Health.StatusPage.html")!;
        using StreamReader reader = new(page);
        return reader.ReadToEnd();
    }
}
