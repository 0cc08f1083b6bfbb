using PaDeNer.Benchmarking.LlamaServer;

namespace PaDeNer.Benchmarking.Tests.LlamaServer;

/// <summary>Scripts of their own stand in for those of bench/: what they say and how they end is what is looked at.</summary>
public sealed class LlamaServerInstallationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("padener-llama-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_the_scripts_the_reason_names_them()
    {
        LlamaServerUnavailableException error = await Assert.ThrowsAsync<LlamaServerUnavailableException>(
            () => LlamaServerInstallation.SetUpAsync(_folder, TestContext.Current.CancellationToken));

        Assert.Contains("setup-llama-server.sh is not there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_it_cannot_be_set_up_is_what_the_script_says()
    {
        Script("setup-llama-server.sh", "echo 'padener: llama-server needs root.' >&2; echo '  Run: sudo x' >&2; exit 1");

        LlamaServerUnavailableException error = await Assert.ThrowsAsync<LlamaServerUnavailableException>(
            () => LlamaServerInstallation.SetUpAsync(_folder, TestContext.Current.CancellationToken));

        Assert.Equal("padener: llama-server needs root. Run: sudo x", error.Message);
    }

    [Fact]
    public async Task The_version_is_that_of_the_package()
    {
        LlamaServerInstallation installation = await SetUpAsync("exit 3");

        Assert.Equal("llama.cpp-tools 1:0.7.0", installation.Version);
    }

    [Fact]
    public async Task A_server_that_ends_at_once_is_told_of_with_its_last_words()
    {
        LlamaServerInstallation installation = await SetUpAsync("echo \"cannot load $1\" >&2; exit 7");

        LlamaServerUnavailableException error = await Assert.ThrowsAsync<LlamaServerUnavailableException>(
            () => LlamaServerProcess.StartAsync(installation, "m.gguf", [], TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Contains("ended with exit code 7", error.Message, StringComparison.Ordinal);
        Assert.Contains($"cannot load {Path.GetFullPath("m.gguf")}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_no_server_behind()
    {
        string pid = Path.Combine(_folder, "pid");
        LlamaServerInstallation installation = await SetUpAsync($"echo $$ > {pid}.new && mv {pid}.new {pid}; exec sleep 600");
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        Task<LlamaServerProcess> starting = LlamaServerProcess.StartAsync(installation, "m.gguf", [], TimeProvider.System, giveUp.Token);
        while (!File.Exists(pid))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(pid).Trim()}"));
    }

    [Fact]
    public async Task A_failing_llama_bench_is_told_of_with_its_last_words()
    {
        LlamaServerInstallation installation = await SetUpAsync("echo 'no such flag' >&2; exit 1");

        LlamaServerUnavailableException error = await Assert.ThrowsAsync<LlamaServerUnavailableException>(
            () => LlamaBench.MeasureAsync(installation, "m.gguf", 2, TestContext.Current.CancellationToken));

        Assert.Contains("exit code 1: no such flag", error.Message, StringComparison.Ordinal);
    }

    private Task<LlamaServerInstallation> SetUpAsync(string runner)
    {
        File.WriteAllText(Path.Combine(_folder, ".padener-peer"), "libggml0 0.27\nllama.cpp-tools 1:0.7.0\n");
        Script("setup-llama-server.sh", $"echo {_folder}");
        Script("run-in-debian.sh", runner);
        return LlamaServerInstallation.SetUpAsync(_folder, TestContext.Current.CancellationToken);
    }

    private void Script(string name, string line) => File.WriteAllText(Path.Combine(_folder, name), line + "\n");
}
