using System.Diagnostics;
using System.Text.RegularExpressions;
using PaDeNer.EndToEnd.Tests.Processes;

namespace PaDeNer.EndToEnd.Tests.Verbs;

/// <summary>
/// The commands that a page marks as run are run, block after block, in a folder that looks like the clone. What a page writes to /tmp
/// goes into that folder too.
/// </summary>
public sealed partial class DocumentedCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("padener-pages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/coming-from.md")]
    [InlineData("docs/training.md")]
    [InlineData("docs/tutorial.md")]
    public async Task The_commands_that_a_page_marks_as_run_end_well(string page)
    {
        Repository.RequireDaemon();
        foreach (string part in (string[])["config", "models"])
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, part), Path.Combine(Repository.Root, part));
        }

        Match[] blocks = Block().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, page), TestContext.Current.CancellationToken)).ToArray();
        Assert.NotEmpty(blocks);
        foreach (Match block in blocks)
        {
            (int code, string output, string error) = await RunAsync(block.Groups["commands"].Value);
            Assert.True(code == 0, $"{page}: {block.Groups["commands"].Value}\n{output}\n{error}");
            if (block.Groups["shown"] is { Success: true, Value: { } shown })
            {
                string[] said = (output + error).Replace(_folder, "/tmp", StringComparison.Ordinal).Split('\n');
                Assert.All(shown.TrimEnd().Split('\n'), line => Assert.Contains(line, said));
            }
        }
    }

    [Fact]
    public void Every_page_with_such_commands_is_among_them()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Prepend(Path.Combine(Repository.Root, "README.md"))
            .Where(static file => Block().IsMatch(File.ReadAllText(file)))
            .Select(static file => Path.GetRelativePath(Repository.Root, file));

        Assert.Equal(
            typeof(DocumentedCommandTests).GetMethod(nameof(The_commands_that_a_page_marks_as_run_end_well))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
                .SelectMany(static data => ((InlineDataAttribute)data).Data).Cast<string>().Order(StringComparer.Ordinal),
            pages.Order(StringComparer.Ordinal));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string commands)
    {
        string script = $$"""
            set -euo pipefail
            padener() { case $1 in reformulate | eval | plan | bench) dotnet exec "$TOOLS" "$@" ;; *) dotnet exec "$DAEMON" "$@" ;; esac; }
            {{commands.Replace("./padener ", "padener ", StringComparison.Ordinal).Replace("/tmp/", _folder + "/", StringComparison.Ordinal)}}
            """;
        ProcessStartInfo start = new("bash", ["-c", script]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DAEMON"] = Path.Combine(AppContext.BaseDirectory, "padener.dll");
        start.Environment["TOOLS"] = Path.Combine(AppContext.BaseDirectory, "padener-tools.dll");
        using Process shell = Process.Start(start)!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            Task<string> output = shell.StandardOutput.ReadToEndAsync(limit.Token), error = shell.StandardError.ReadToEndAsync(limit.Token);
            await shell.WaitForExitAsync(limit.Token);
            return (shell.ExitCode, await output, await error);
        }
        finally
        {
            if (!shell.HasExited)
            {
                shell.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Commands that are marked as run, and where a plain block follows at once, the output that it shows.</summary>
    [GeneratedRegex(@"(?ms)^<!-- command: run -->\n```sh\n(?<commands>.*?)^```\n(?:```\n(?<shown>.*?)^```$)?")]
    private static partial Regex Block();
}
