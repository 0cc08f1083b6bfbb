using System.CommandLine;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Commands;

/// <summary>Runs verbs, and says how everything that goes wrong ends: one clear line on standard error and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <param name="verbs">The executable's verbs.</param>
    /// <param name="help">The help of a verb; null for what is no verb.</param>
    /// <param name="args">What was typed.</param>
    public static async Task<int> RunAsync(Command verbs, Func<string, string?> help, string[] args)
    {
        verbs.SetAction(static parsed => parsed.RootCommandResult.Command.Parse("--help").Invoke());
        if (args is ["help", .. string[] verb] && verb is not [['-', ..], ..])
        {
            args = [.. verb, "--help"];
        }

        ParseResult result = verbs.Parse(args);
        if (result.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(UsageErrors.Describe(result)).ConfigureAwait(false);
            return ExitCode.Usage;
        }

        // In the list of verbs a line is enough; a verb's own help says it all.
        Command command = result.CommandResult.Command;
        command.Description = help(UsageErrors.NameOf(result)) ?? command.Description;
        try
        {
            InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await result.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (ConfigurationException invalid)
        {
            return await FailAsync(ErrorText.OfConfiguration(invalid), invalid.IsUsage ? ExitCode.Usage : ExitCode.Configuration).ConfigureAwait(false);
        }
        catch (Exception failure) when (ErrorText.IsExpected(failure))
        {
            return await FailAsync(ErrorText.Of(failure), failure is DamagedInputException ? ExitCode.Usage : ExitCode.Failure).ConfigureAwait(false);
        }
    }

    private static async Task<int> FailAsync(string text, int code)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return code;
    }
}
