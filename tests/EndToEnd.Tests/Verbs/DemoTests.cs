using System.Diagnostics;
using System.Text.Json;
using PaDeNer.Daemon.Commands.Demonstration;
using PaDeNer.EndToEnd.Tests.Support;

namespace PaDeNer.EndToEnd.Tests.Verbs;

public class DemoTests
{
    [Fact]
    public async Task The_demo_streams_every_sample_through_Kafka_and_sums_up()
    {
        Assert.SkipWhen(Verb.WhyNoModel is not null, Verb.WhyNoModel ?? string.Empty);

        VerbResult result = await Verb.RunAsync(null, "demo");

        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Lines.Length >= 40, result.Error);
        Assert.All(result.Lines, static line =>
        {
            using JsonDocument json = JsonDocument.Parse(line);
            Assert.Equal("documents", json.RootElement.GetProperty("source").GetProperty("topic").GetString());
        });
        Assert.All((string[])["documents/s", "p50", "p99", "prefix sharing", "duplicates"], word => Assert.Contains(word, result.Error, StringComparison.Ordinal));
        Assert.Contains("What to try next", result.Error, StringComparison.Ordinal);

        // In the order of the documents, whichever partition answered first, and with the same entities to the last digit when it is run again.
        string[] ids = [.. DemoSample.ReadAll().Select(static sample => sample.Id)];
        VerbResult again = await Verb.RunAsync(null, "demo", "--documents", "15");
        Assert.Equal(ids, result.Lines.Select(static line => Text(line, "id")));
        Assert.Equal(15, again.Lines.Length);
        Assert.Equal(result.Lines.Take(15).Select(Entities), again.Lines.Select(Entities));
        Assert.DoesNotContain("\u001b", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kept_running_it_serves_health_metrics_and_status_until_it_is_interrupted()
    {
        Assert.SkipWhen(Verb.WhyNoModel is not null, Verb.WhyNoModel ?? string.Empty);
        using Process demo = Verb.Start("demo", "--keep-running", "--set", "Http:Port=0", "--set", "Http:Address=127.0.0.1", "--set", "Api:Port=0");
        Task<string> output = demo.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Uri address = await AddressAsync(demo.StandardError);
        _ = demo.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using HttpClient http = new() { BaseAddress = address };

        Assert.Equal("ready\n", await http.GetStringAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("alive\n", await http.GetStringAsync(new Uri("health/live", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Contains("padener_stream_document_completed_total", await http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("<title>PaDeNer.Stream</title>", await http.GetStringAsync(address, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using Process kill = Process.Start("kill", ["-INT", demo.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await demo.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(0, demo.ExitCode);
        Assert.NotNull(await output);
    }

    // As bytes, probabilities among them.
    private static string Entities(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("entities").GetRawText();
    }

    private static string Text(string line, string name)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty(name).ToString();
    }

    private static async Task<Uri> AddressAsync(StreamReader error)
    {
        while (await error.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            int at = line.IndexOf("http://", StringComparison.Ordinal);
            if (line.Contains("status page", StringComparison.Ordinal) && at >= 0)
            {
                return new Uri(line[at..].Trim());
            }
        }

        throw new InvalidOperationException("The demo ended without naming its status page.");
    }
}
