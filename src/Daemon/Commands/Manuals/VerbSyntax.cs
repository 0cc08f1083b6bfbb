using System.CommandLine;

namespace PaDeNer.Daemon.Commands.Manuals;

/// <summary>A verb, as completions and the manual need it: read from what the command line is parsed by.</summary>
/// <param name="Path">Its words: <c>dead-letters list</c>; empty for no verb at all.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Options">Its options.</param>
/// <param name="Verbs">The words that may follow: its own verbs, or what its argument takes.</param>
/// <param name="Argument">Stands for its argument; null where it takes none.</param>
internal sealed record VerbSyntax(
    string Path, string Description, IReadOnlyList<OptionSyntax> Options, IReadOnlyList<(string Name, string Description)> Verbs, string? Argument)
{
    /// <summary>The root and all verbs, depth first.</summary>
    public static IReadOnlyList<VerbSyntax> Of(RootCommand root) => [.. Below(root, string.Empty, root)];

    private static IEnumerable<VerbSyntax> Below(Command command, string path, RootCommand root)
    {
        Argument? argument = command.Arguments.FirstOrDefault();
        IEnumerable<(string, string)> words = command.Name == "help"
            ? root.Subcommands.Select(static verb => (verb.Name, verb.Description ?? string.Empty))
            : command.Subcommands.Select(static verb => (verb.Name, verb.Description ?? string.Empty))
                .Concat(argument?.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(static item => (item.Label, string.Empty)) ?? []);
        yield return new VerbSyntax(path, command.Description ?? string.Empty, [.. OptionsOf(command, root)], [.. words], argument?.Name);
        foreach (VerbSyntax verb in command.Subcommands.SelectMany(verb => Below(verb, path.Length == 0 ? verb.Name : $"{path} {verb.Name}", root)))
        {
            yield return verb;
        }
    }

    private static IEnumerable<OptionSyntax> OptionsOf(Command command, RootCommand root)
    {
        IEnumerable<OptionSyntax> own = command.Options.Where(static option => !option.Hidden).Select(OptionSyntax.Of);
        return command == root ? own : own.Append(new OptionSyntax(["--help", "-h"], "Says what the verb does, with examples.", null, [], Files: false));
    }
}
