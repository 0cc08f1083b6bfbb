namespace PaDeNer.Daemon.Telemetry;

/// <summary>What a value of an instrument means.</summary>
internal enum InstrumentKind
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>A value as it stands now.</summary>
    Gauge,

    /// <summary>A distribution of values.</summary>
    Histogram,
}
