using System.Diagnostics;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>llama-server as the scripts of <c>bench/</c> set it up.</summary>
/// <param name="Runner">The script that runs one of its programs on a model.</param>
/// <param name="Version">Package and version, for reports.</param>
internal sealed record LlamaServerInstallation(string Runner, string Version)
{
    private const string SetUpScript = "setup-llama-server.sh";
    private const string RunScript = "run-in-debian.sh";
    private const string VersionFile = ".padener-peer";

    /// <summary>Sets llama-server up unless it is there: root and network are needed once per machine, a minute, 300 MB in the cache.</summary>
    /// <param name="scripts">The repository's folder <c>bench/</c>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlamaServerUnavailableException">It cannot be set up here, with the reason.</exception>
    public static async Task<LlamaServerInstallation> SetUpAsync(string scripts, CancellationToken cancellationToken)
    {
        string script = Path.Combine(scripts, SetUpScript);
        if (!File.Exists(script))
        {
            throw new LlamaServerUnavailableException($"{script} is not there: llama-server is set up from a clone of the repository only.");
        }

        ProcessStartInfo start = new("bash", [script]);
        (int exitCode, string output, string error) = await ProgramRun.ToEndAsync(start, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new LlamaServerUnavailableException(ProgramRun.LastLines(error, 6));
        }

        string version = Path.Combine(output.Trim(), VersionFile);
        string[] packages = await File.ReadAllLinesAsync(version, cancellationToken).ConfigureAwait(false);
        return new LlamaServerInstallation(
            Path.GetFullPath(Path.Combine(scripts, RunScript)),
            packages.FirstOrDefault(static line => line.StartsWith("llama.cpp-tools ", StringComparison.Ordinal)) ?? string.Join(", ", packages));
    }

    /// <summary>How one of its programs is started; the model is <c>/model.gguf</c> to it.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="model">The model's file.</param>
    /// <param name="arguments">The program's arguments.</param>
    internal ProcessStartInfo Start(string program, string model, IEnumerable<string> arguments) =>
        new("bash", [Runner, Path.GetFullPath(model), program, "-m", "/model.gguf", .. arguments]);
}
