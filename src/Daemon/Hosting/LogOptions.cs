using Microsoft.Extensions.Logging;

namespace PaDeNer.Daemon.Hosting;

/// <summary>What is logged and what it looks like. Levels of single categories stand in the section Logging.</summary>
internal sealed class LogOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Log";

    /// <summary>What a line looks like: <c>text</c>, <c>json</c>, <c>systemd</c>, or <c>auto</c> for text where a person watches and JSON elsewhere. Default: auto.</summary>
    public LogFormat Format { get; set; } = LogFormat.Auto;

    /// <summary>
    /// The least that is logged: <c>trace</c>, <c>debug</c>, <c>information</c>, <c>warning</c>, <c>error</c>, <c>critical</c> or <c>none</c>.
    /// Verbs whose standard output holds results log warnings unless environment or command line say otherwise. Default: information.
    /// </summary>
    public LogLevel Level { get; set; } = LogLevel.Information;
}
