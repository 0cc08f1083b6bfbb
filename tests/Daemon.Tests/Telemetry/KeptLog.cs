using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>A logger that keeps what it is told.</summary>
internal sealed class KeptLog : ILogger<MetricsTrouble>
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
        {
            _lines.Add($"{logLevel}: {formatter(state, exception)}");
        }
    }
}
