namespace PaDeNer.Daemon.Health;

/// <summary>Where the daemon stands between start and end.</summary>
internal enum DaemonPhase
{
    /// <summary>The model is being loaded.</summary>
    Loading,

    /// <summary>Documents are taken.</summary>
    Serving,

    /// <summary>What is in flight is being finished; no more is taken.</summary>
    Draining,

    /// <summary>It failed and is going down.</summary>
    Failed,
}
