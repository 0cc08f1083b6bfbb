using PaDeNer.Batching;
using PaDeNer.Batching.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.FaultHost.Crashing;
using PaDeNer.Testing.Engines;

namespace PaDeNer.FaultHost.StandIn;

/// <summary>The engine object of the stand-in, and what some texts do to it.</summary>
public static class StandInEngine
{
    /// <summary>A text with this word makes every step fail that it has a part in.</summary>
    public const string StepBreaker = "Zyzzyva";

    /// <summary>A text with this word ends the process while it is decoded.</summary>
    public const string ProcessEnder = "Ragnarok";

    /// <summary>One lane over an engine without weights; the plan's point is passed whenever a step has failed.</summary>
    internal static ExtractionEngineSettings Settings(CrashPlan plan)
    {
        TestModel model = new();
        PoisonedEngine engine = new(model, StepBreaker, Poison.Throws) { Emptied = () => plan.Pass(CrashPoint.InBisection) };
        return new ExtractionEngineSettings
        {
            Lanes = [new EngineLane(engine)],
            Plan = model.Planner.Plan,
            Assembler = new DocumentAssembler(new AssemblySettings()),
            Batching = new BatchingOptions { DocumentsInFlight = 8 },
            WarmUp = new Document(new DocumentId("warm-up"), "Ada met Bob.", StandInModel.Labels),
        };
    }

    /// <summary>Ends the process with a text that does so: by a signal that cannot be caught, by the run time, or by an abort.</summary>
    internal static void EndProcessWith(string text)
    {
        if (!text.Contains(ProcessEnder, StringComparison.Ordinal))
        {
            return;
        }

        switch (text.Length % 3)
        {
            case 0:
                CrashPlan.End("a document");
                break;
            case 1:
                Environment.FailFast("a document ends the process");
                break;
            default:
                CrashPlan.Abort();
                break;
        }
    }
}
