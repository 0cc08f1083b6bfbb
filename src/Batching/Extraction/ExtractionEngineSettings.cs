using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Batching.Extraction;

/// <summary>What an <see cref="ExtractionEngine"/> is made of. All but lanes, planner and assembler have a default that runs.</summary>
public sealed record ExtractionEngineSettings
{
    /// <summary>One for each lane; 1 or more.</summary>
    public required IReadOnlyList<EngineLane> Lanes { get; init; }

    /// <summary>
    /// Turns a document into a plan, on pool threads, several at once unless <see cref="PlanningWorkers"/> is 1. A document that cannot be
    /// planned is a fault of its own; what it throws is the end of the engine.
    /// </summary>
    public required Func<Document, PlanResult> Plan { get; init; }

    /// <summary>Turns complete plans into entities, on the lanes' threads.</summary>
    public required DocumentAssembler Assembler { get; init; }

    /// <summary>How steps are packed. Default: <see cref="BatchingOptions"/>'s own defaults.</summary>
    public BatchingOptions Batching { get; init; } = new();

    /// <summary>What one document may take before it is given up. Default: no limit.</summary>
    public DocumentBudget Budget { get; init; } = DocumentBudget.None;

    /// <summary>In what order documents wait for a lane. Default: by when they are needed, the late last.</summary>
    public QueueOrder Order { get; init; } = QueueOrder.LateLast;

    /// <summary>Which lane a document goes to. Default: the one that gets to it first.</summary>
    public LaneAssignment Assignment { get; init; } = LaneAssignment.FirstFree;

    /// <summary>Planned documents that may wait for a lane; 1 or more. Default: 256.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>Documents planned at once; 1 or more. With 1 they are planned in the order in which they were submitted. Default: 1.</summary>
    public int PlanningWorkers { get; init; } = 1;

    /// <summary>
    /// A document that each lane decodes some times before it takes real ones, and once more where it has to be seen whether an engine whose
    /// steps failed still decodes; nobody is told of it. Null for none.
    /// </summary>
    public Document? WarmUp { get; init; }

    /// <summary>
    /// How long a lane goes on beginning rounds of <see cref="WarmUp"/> before it takes real documents, three of them at most; zero for none, as
    /// suits work without deadlines. Default: one second.
    /// </summary>
    public TimeSpan WarmUpTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock of all timestamps and deadlines. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Is told of steps and of documents, by the tickets they were submitted with, on the lanes' threads. Default: nobody.</summary>
    public IStepObserver Observer { get; init; } = new NoObserver();
}
