using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Load;

/// <summary>Finds a system's saturation throughput: closed loops with 1, 2, 4 ... documents in flight.</summary>
/// <param name="time">The clock.</param>
internal sealed class SaturationSearch(TimeProvider time)
{
    private const int FallsBeforeGivingUp = 2;

    /// <summary>Numbers of documents in flight that are tried.</summary>
    public static IReadOnlyList<int> DefaultSteps { get; } = [1, 2, 4, 8, 16, 32, 64];

    /// <summary>Runs a closed loop for each number; ends early once throughput has stayed below its highest by 3 % twice in a row.</summary>
    /// <param name="system">The system under test.</param>
    /// <param name="documents">The documents to decode; at least one.</param>
    /// <param name="steps">Numbers of documents in flight, ascending; at least one.</param>
    /// <param name="settings">How long each is measured.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<SaturationResult> RunAsync(
        ISystemUnderTest system, IReadOnlyList<ForcedDocument> documents, IReadOnlyList<int> steps, ClosedLoopSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentOutOfRangeException.ThrowIfZero(steps.Count, nameof(steps));
        ClosedLoop loop = new(time);
        List<ClosedLoopResult> points = [];
        double highest = 0;
        int falls = 0;
        foreach (int inFlight in steps)
        {
            ClosedLoopResult point = await loop.RunAsync(system, documents, inFlight, settings, cancellationToken).ConfigureAwait(false);
            points.Add(point);
            falls = point.DocumentsPerSecond < highest * SaturationResult.SaturatedShare ? falls + 1 : 0;
            highest = Math.Max(highest, point.DocumentsPerSecond);
            if (falls == FallsBeforeGivingUp)
            {
                break;
            }
        }

        return new SaturationResult(system.Name, points);
    }
}

/// <summary>Throughput over the number of documents in flight.</summary>
/// <param name="System">Its name.</param>
/// <param name="Points">One result for each number of documents in flight, ascending.</param>
internal sealed record SaturationResult(string System, IReadOnlyList<ClosedLoopResult> Points)
{
    /// <summary>Share of the highest throughput from which on the system counts as saturated.</summary>
    public const double SaturatedShare = 0.97;

    /// <summary>The highest throughput seen.</summary>
    public double DocumentsPerSecond => Points.Max(static point => point.DocumentsPerSecond);

    /// <summary>The result with the fewest documents in flight that reaches <see cref="SaturatedShare"/> of the highest throughput.</summary>
    public ClosedLoopResult Saturated => Points.First(point => point.DocumentsPerSecond >= DocumentsPerSecond * SaturatedShare);

    /// <summary>The result with the fewest documents in flight.</summary>
    public ClosedLoopResult Unloaded => Points[0];
}
