using System.CommandLine;
using System.CommandLine.Completions;

namespace PaDeNer.Daemon.Commands.Manuals;

/// <summary>An option, as completions and the manual need it.</summary>
/// <param name="Names">Its names, the long one first.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Value">Stands for its value; null where it takes none.</param>
/// <param name="Choices">The values it takes; empty where they are not a list.</param>
/// <param name="Files">Whether its value is a file or a folder.</param>
internal sealed record OptionSyntax(IReadOnlyList<string> Names, string Description, string? Value, IReadOnlyList<string> Choices, bool Files)
{
    /// <summary>The long name.</summary>
    public string Name => Names[0];

    /// <summary>Reads an option.</summary>
    public static OptionSyntax Of(Option option)
    {
        bool takesValue = option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
        string[] listed = [.. option.GetCompletions(CompletionContext.Empty).Select(static item => item.Label).Where(static label => !label.StartsWith('-'))];
        string[] named = option.HelpName?.Split('|') ?? [];

        // A name in lower case stands for itself: cpu|cuda. One in capitals stands for something: FILE|-.
        string[] choices = !takesValue ? [] : listed.Length > 0 ? listed : Array.TrueForAll(named, static word => word.Length > 0 && !word.Any(char.IsUpper)) ? named : [];
        return new OptionSyntax(
            [option.Name, .. option.Aliases.Except([option.Name]).Where(static alias => alias.StartsWith('-') && alias != "-?").Order(StringComparer.Ordinal)],
            option.Description ?? string.Empty,
            takesValue ? option.HelpName ?? (choices.Length > 0 ? string.Join('|', choices) : "VALUE") : null,
            choices,
            takesValue && choices.Length == 0 && named.Any(static word => word is "FILE" or "DIR"));
    }
}
