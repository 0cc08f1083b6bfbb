using System.CommandLine;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Commands;

/// <summary>The verbs, and how everything that goes wrong ends: one clear line on standard error and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = new(
            "PaDeNer.Stream: named-entity recognition over Kafka streams. Documents in from one topic, entities out to another, "
            + "decoded in parallel by a language model on llama.cpp.");
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(ExtractCommand.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(CheckConfigCommand.Create());
        root.Subcommands.Add(ReformulateCommand.Create());
        root.Subcommands.Add(EvalCommand.Create());
        root.Subcommands.Add(PlanCommand.Create());
        root.Subcommands.Add(BenchCommand.Create());
        root.SetAction(static parsed => parsed.RootCommandResult.Command.Parse("--help").Invoke());

        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(UsageErrors.Describe(result)).ConfigureAwait(false);
            return ExitCode.Usage;
        }

        // In the list of verbs a line is enough; a verb's own help says it all.
        Command command = result.CommandResult.Command;
        command.Description = HelpText.Of(command.Name) ?? command.Description;
        try
        {
            InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await result.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (ConfigurationException invalid)
        {
            return await FailAsync(ErrorText.OfConfiguration(invalid)).ConfigureAwait(false);
        }
        catch (Exception failure) when (ErrorText.IsExpected(failure))
        {
            return await FailAsync(ErrorText.Of(failure)).ConfigureAwait(false);
        }
    }

    private static async Task<int> FailAsync(string text)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return ExitCode.Failure;
    }
}
