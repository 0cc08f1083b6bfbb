using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Tests.Configuration;

/// <summary>A configuration file that is gone after the test.</summary>
internal sealed class TemporaryConfiguration : IDisposable
{
    public TemporaryConfiguration(string json) => System.IO.File.WriteAllText(File, json);

    public string File { get; } = Path.Combine(Path.GetTempPath(), $"padener-{Guid.NewGuid():N}.json");

    public DaemonConfiguration Load(params (string Key, string Value)[] commandLine) =>
        DaemonConfiguration.Load(File, commandLine.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)), DaemonSettings.Catalog);

    public void Dispose() => System.IO.File.Delete(File);
}
