using PaDeNer.Decoding.Engine;

namespace PaDeNer.Simulation;

/// <summary>A device as the scheduler sees it: how large its lanes are and what their steps take. Recorded from a real run.</summary>
public sealed record DeviceProfile
{
    /// <summary>Its name, as it is asked for.</summary>
    public required string Name { get; init; }

    /// <summary>The device, for people.</summary>
    public required string Device { get; init; }

    /// <summary>The model that ran.</summary>
    public required string Model { get; init; }

    /// <summary>The command that recorded it, for people.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Lanes of one daemon on this device; 1 or more.</summary>
    public required int Lanes { get; init; }

    /// <summary>Slots of a lane.</summary>
    public required int Slots { get; init; }

    /// <summary>KV cells of a lane.</summary>
    public required int KvCells { get; init; }

    /// <summary>Most rows of a step.</summary>
    public required int RowsPerStep { get; init; }

    /// <summary>Tokens of text decoded at once; longer texts are cut.</summary>
    public required int WindowTokens { get; init; }

    /// <summary>UTF-8 bytes of text to a token, to tell the length of documents that are given as text; above 0.</summary>
    public required double BytesPerToken { get; init; }

    /// <summary>Engine time of a step.</summary>
    public required StepTimes StepMilliseconds { get; init; }

    /// <summary>Time between two steps: taking jobs, scheduling, assembling; mean, in milliseconds.</summary>
    public required double HostMilliseconds { get; init; }

    /// <summary>Standard deviation of a step's engine time around its mean, relative to it; 0 or more.</summary>
    public required double Spread { get; init; }

    /// <summary>What the recorded documents were like.</summary>
    public required DocumentMix Documents { get; init; }

    /// <summary>What one lane's engine offers.</summary>
    public EngineCapacity LaneCapacity() => new(Slots, KvCells, RowsPerStep, RowsPerStep, Math.Min(KvCells, 2 * (WindowTokens + SimulatedPlanner.MostMentionTokens)));
}
