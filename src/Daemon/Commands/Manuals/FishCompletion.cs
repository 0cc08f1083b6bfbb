using System.Globalization;
using System.Text;

namespace PaDeNer.Daemon.Commands.Manuals;

/// <summary>The completion script for fish. Pure.</summary>
internal static class FishCompletion
{
    /// <summary>The script; to be sourced, or put into <c>~/.config/fish/completions/padener.fish</c>.</summary>
    public static string Write(IReadOnlyList<VerbSyntax> verbs)
    {
        StringBuilder script = new("# fish completion for padener; made by 'padener completion fish'\ncomplete -c padener -f\n");
        foreach (VerbSyntax verb in verbs)
        {
            string place = verb.Path.Length == 0 ? "__fish_use_subcommand" : string.Join("; and ", verb.Path.Split(' ').Select(static word => $"__fish_seen_subcommand_from {word}"));
            string following = verb.Path.Length == 0 || verb.Verbs.Count == 0
                ? place
                : $"{place}; and not __fish_seen_subcommand_from {string.Join(' ', verb.Verbs.Select(static word => word.Name).Where(name => name != verb.Path))}";
            foreach ((string name, string description) in verb.Verbs)
            {
                script.Append(CultureInfo.InvariantCulture, $"complete -c padener -n '{following}' -a {name} -d {Quote(description)}\n");
            }

            foreach (OptionSyntax option in verb.Options)
            {
                string names = string.Join(' ', option.Names.Select(static name => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}"));
                string value = option.Value is null ? string.Empty
                    : option.Choices.Count > 0 ? $" -x -a '{string.Join(' ', option.Choices)}'"
                    : option.Files ? " -r -F" : " -x";
                script.Append(CultureInfo.InvariantCulture, $"complete -c padener -n '{place}' {names}{value} -d {Quote(option.Description)}\n");
            }
        }

        return script.ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
