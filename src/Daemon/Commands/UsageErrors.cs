using System.CommandLine;
using System.CommandLine.Parsing;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Commands;

/// <summary>One clear line for a command line that cannot be understood. Pure.</summary>
internal static class UsageErrors
{
    /// <summary>What is wrong first, and what may have been meant.</summary>
    public static string Describe(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        bool isRoot = command == result.RootCommandResult.Command;
        string verb = isRoot ? "padener" : $"padener {NameOf(result)}";
        string help = $" See '{verb} --help'.";
        if (result.UnmatchedTokens.Count > 0)
        {
            string token = result.UnmatchedTokens[0];
            if (token.StartsWith('-'))
            {
                string hint = NameSuggestion.DidYouMean(token, command.Options.Select(static option => option.Name));
                return $"{verb}: there is no option {token}.{hint}{help}";
            }

            if (!isRoot && command.Subcommands.Count > 0)
            {
                string[] names = [.. command.Subcommands.Select(static one => one.Name)];
                return $"{verb}: what is '{token}'? It is {string.Join(", ", names[..^1])} or {names[^1]}.{NameSuggestion.DidYouMean(token, names)}{help}";
            }

            return !isRoot ? $"{verb}: what is '{token}'? It takes options only.{help}"
                : VerbNames.All.Contains(token) ? $"padener: this program does not have the verb '{token}'; './padener {token}' in a clone of the repository does.{help}"
                : $"padener: there is no verb '{token}'.{NameSuggestion.DidYouMean(token, VerbNames.All)}{help}";
        }

        return !isRoot && command.Subcommands.Count > 0
            ? $"{verb}: say what to do: {string.Join(", ", command.Subcommands.Select(static one => one.Name))}.{help}"
            : $"{verb}: {OneLine(result.Errors[0])}.{help}";
    }

    /// <summary>The verb that was typed; of two words where verbs have verbs.</summary>
    public static string NameOf(ParseResult result) => result.CommandResult.Parent is CommandResult { Parent: not null } parent
        ? $"{parent.Command.Name} {result.CommandResult.Command.Name}"
        : result.CommandResult.Command.Name;

    /// <summary>A list of choices comes as a line each, and without the option they are for.</summary>
    private static string OneLine(ParseError error)
    {
        string message = string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return error.SymbolResult is OptionResult { Option.Name: { } option } && !message.Contains(option, StringComparison.Ordinal)
            ? $"{option}: {message}"
            : message;
    }
}
