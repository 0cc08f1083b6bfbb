using PaDeNer.Batching;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Scheduling;

namespace PaDeNer.Daemon.Extraction;

/// <summary>How lanes work, the same for all of them.</summary>
/// <param name="Options">How steps are packed.</param>
/// <param name="Policy">What documents are served by.</param>
/// <param name="Time">The clock.</param>
/// <param name="Observer">Is told what happens, on the lanes' threads.</param>
internal sealed record LaneWork(BatchingOptions Options, IBatchingPolicy Policy, TimeProvider Time, IStepObserver Observer);
