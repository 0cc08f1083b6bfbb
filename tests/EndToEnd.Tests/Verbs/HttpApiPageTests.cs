using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Verbs;

/// <summary>The page about the HTTP API, command by command against a daemon without Kafka.</summary>
public sealed partial class HttpApiPageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _folder = Directory.CreateTempSubdirectory("padener-api-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_curl_command_of_the_page_gives_what_stands_below_it()
    {
        Repository.RequireDaemon();
        Need.Be(File.Exists("/usr/bin/curl"), "there is no curl on this machine (Debian: curl).");
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), "nobody asks for it", TestContext.Current.CancellationToken);
        using ChildProcess daemon = new("dotnet", ["exec", Repository.Daemon, "serve", "--no-kafka", "--model", Repository.Model, "--set", "Http:Port=0", "--set", "Api:Port=0"], new Dictionary<string, string>());
        await daemon.SaysAsync("a page to try it, on ", Patience);
        string address = Address().Match(daemon.Output).Groups[1].Value;
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "http-api.md"), TestContext.Current.CancellationToken);

        Match[] commands = Command().Matches(page).ToArray();
        foreach (Match command in commands)
        {
            string said = await RunAsync(command.Groups[1].Value.Replace("localhost:9465", address, StringComparison.Ordinal));
            JsonNode? json = JsonNode.Parse(said);
            Assert.NotNull(json);
            if (command.Groups[2] is { Success: true, Value: { } expected })
            {
                Assert.Equal(Known(JsonNode.Parse(expected)!), Known(json));
            }
        }

        Assert.True(commands.Length >= 8 && commands.Count(static command => command.Groups[2].Success) >= 4, "the page has its examples");
        daemon.Terminate();
        Assert.Equal(0, await daemon.ExitAsync(Patience));
    }

    private async Task<string> RunAsync(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        string said = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, command);
        return said;
    }

    /// <summary>An answer without what differs from run to run and from machine to machine.</summary>
    private static string Known(JsonNode? node)
    {
        Forget(node);
        return node!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static void Forget(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (string name in (string[])["timing", "model_sha256", "probability"])
            {
                members.Remove(name);
            }

            foreach ((_, JsonNode? value) in members)
            {
                Forget(value);
            }
        }

        if (node is JsonArray elements)
        {
            foreach (JsonNode? element in elements)
            {
                Forget(element);
            }
        }
    }

    [GeneratedRegex(@"a page to try it, on http://([^/""\s]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"```sh\n(curl [^`]*)\n```(?:\n\n```json\n([^`]*)\n```)?")]
    private static partial Regex Command();
}
