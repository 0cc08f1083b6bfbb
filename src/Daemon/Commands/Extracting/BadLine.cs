using System.Globalization;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>A line that gives no document.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Fault">The fault's wire name.</param>
/// <param name="Reason">What is wrong; no document text.</param>
internal sealed record BadLine(long Number, string Fault, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Number}: {Reason.TrimEnd('.')} ({Fault})");
}
