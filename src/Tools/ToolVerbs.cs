using System.CommandLine;
using System.CommandLine.Help;
using PaDeNer.Tools.Benchmarking;
using PaDeNer.Tools.Evaluating;
using PaDeNer.Tools.Planning;
using PaDeNer.Tools.Reformulating;

namespace PaDeNer.Tools;

/// <summary>The verbs of the tools.</summary>
internal static class ToolVerbs
{
    /// <summary>All of them. Called padener, as whoever types <c>./padener eval</c> knows it.</summary>
    public static Command Create() => new("padener", "PaDeNer.Stream's tools: training data, evaluation, capacity, benchmarks.")
    {
        new HelpOption(),
        ReformulateCommand.Create(),
        EvalCommand.Create(),
        PlanCommand.Create(),
        BenchCommand.Create(),
    };
}
