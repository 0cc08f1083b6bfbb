using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Load;

/// <summary>Finds how much a system can do: throughput with 1, 2, 4 ... documents in flight.</summary>
/// <param name="time">The clock.</param>
public sealed class SaturationSearch(TimeProvider time)
{
    private const int FallsBeforeGivingUp = 2;

    /// <summary>Numbers of documents in flight that are tried.</summary>
    public static IReadOnlyList<int> DefaultSteps { get; } = [1, 2, 4, 8, 16, 32, 64];

    /// <summary>Runs a closed loop for each number; ends early once throughput has stayed below its highest by 3 % twice in a row.</summary>
    /// <param name="system">Who decodes.</param>
    /// <param name="documents">What is decoded.</param>
    /// <param name="steps">Numbers of documents in flight, ascending; at least one.</param>
    /// <param name="settings">How long each is measured.</param>
    /// <param name="cancellationToken">Gives up.</param>
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
