using System.Globalization;
using System.Text;

namespace PaDeNer.Daemon.Commands.Manuals;

/// <summary>The completion script for zsh. Pure.</summary>
internal static class ZshCompletion
{
    /// <summary>The script; to be sourced after compinit, or put as <c>_padener</c> into a folder of fpath.</summary>
    public static string Write(IReadOnlyList<VerbSyntax> verbs)
    {
        StringBuilder script = new("""
            #compdef padener
            # zsh completion for padener; made by 'padener completion zsh'
            _padener() {
                local verb=
                local -a found
                (( CURRENT < 3 )) || verb=${words[2]}
                [[ $verb != dead-letters ]] || (( CURRENT < 4 )) || verb="$verb ${words[3]}"
                case $verb in

            """);
        foreach (VerbSyntax verb in verbs)
        {
            script.Append(CultureInfo.InvariantCulture, $"        '{verb.Path}')\n");
            if (verb.Verbs.Count > 0)
            {
                string words = string.Join(' ', verb.Verbs.Select(static word => Quote($"{word.Name}:{word.Description.Replace(":", "\\:", StringComparison.Ordinal)}")));
                script.Append(CultureInfo.InvariantCulture, $"            found=({words})\n            _describe -t verbs verb found\n");
            }

            script.Append(CultureInfo.InvariantCulture, $"            _arguments -s {string.Join(' ', verb.Options.SelectMany(Specifications))} '*: :'\n            ;;\n");
        }

        return script.Append("    esac\n}\nif [[ ${funcstack[1]:-} == _padener ]]; then _padener \"$@\"; else compdef _padener padener; fi\n").ToString();
    }

    private static IEnumerable<string> Specifications(OptionSyntax option) => option.Names.Select(name =>
    {
        string told = option.Description.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
        string action = option.Choices.Count > 0 ? $"({string.Join(' ', option.Choices)})" : option.Files ? "_files" : " ";
        return Quote(option.Value is null ? $"{name}[{told}]" : $"{name}[{told}]:{option.Value}:{action}");
    });

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
