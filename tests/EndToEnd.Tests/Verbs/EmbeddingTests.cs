using System.Diagnostics;
using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.EndToEnd.Tests.Support;

namespace PaDeNer.EndToEnd.Tests.Verbs;

/// <summary>The sample of docs/embedding.md, run as its reader would.</summary>
public class EmbeddingTests
{
    [Fact]
    public async Task The_engine_runs_in_a_program_of_its_own_without_Kafka()
    {
        Assert.SkipWhen(Verb.WhyNoModel is not null, Verb.WhyNoModel ?? string.Empty);
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!);
        string program = Path.Combine(Repository.Root, "docs", "samples", "Embedding", "bin", configuration, "net10.0", "PaDeNer.Embedding.dll");
        ProcessStartInfo start = new("dotnet", ["exec", program, Repository.Model])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("Ada Lovelace met Charles Babbage in London.\n\nThe meeting was short.\n");
        process.StandardInput.Close();
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string[] lines = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n')[..^1];
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, string.Empty), (process.ExitCode, error));
        Assert.Equal(3, lines.Length);
        Assert.Contains("Charles Babbage (PER)", lines[0], StringComparison.Ordinal);
        Assert.Contains("London (LOC)", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_is_as_short_as_the_page_says()
    {
        int lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "samples", "Embedding", "Program.cs")).Length;

        Assert.Contains($"{lines} lines", File.ReadAllText(Path.Combine(Repository.Root, "docs", "embedding.md")), StringComparison.Ordinal);
    }
}
