namespace PaDeNer.Daemon.Hosting;

/// <summary>What a line of the log looks like.</summary>
internal enum LogFormat
{
    /// <summary>Text where a person watches, else JSON.</summary>
    Auto,

    /// <summary>A line for people: time, level, category, message.</summary>
    Text,

    /// <summary>A JSON object a line, for collectors.</summary>
    Json,

    /// <summary>A line for the journal of systemd: the level as its number in front, no time.</summary>
    Systemd,
}
