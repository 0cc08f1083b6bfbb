using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Health;

/// <summary>What is served to whoever watches: probes, metrics, the status page and its figures.</summary>
internal static class HealthEndpoints
{
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, DaemonState state, StatusSource status, FigureHistory history)
    {
        endpoints.MapGet("/health/live", () => Probe(state.WhyNotAlive(), "alive")).DisableHttpMetrics();
        endpoints.MapGet("/health/ready", () => Probe(state.WhyNotReady(), "ready")).DisableHttpMetrics();
        MetricsExport.Map(endpoints);
        StatusPage.Map(endpoints, status, history, isApi: false);
    }

    private static IResult Probe(string? problem, string word) => problem is null
        ? Results.Text(word + "\n", PlainText)
        : Results.Text($"not {word}: {problem}\n", PlainText, statusCode: StatusCodes.Status503ServiceUnavailable);
}
