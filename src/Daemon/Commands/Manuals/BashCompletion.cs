using System.Globalization;
using System.Text;

namespace PaDeNer.Daemon.Commands.Manuals;

/// <summary>The completion script for bash. Pure.</summary>
internal static class BashCompletion
{
    /// <summary>The script; to be sourced, or put into <c>/usr/share/bash-completion/completions/padener</c>.</summary>
    public static string Write(IReadOnlyList<VerbSyntax> verbs)
    {
        StringBuilder script = new("""
            # bash completion for padener; made by 'padener completion bash'
            _padener() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb=
                [[ $COMP_CWORD -lt 2 ]] || verb=${COMP_WORDS[1]}
                [[ $verb != dead-letters || $COMP_CWORD -lt 3 ]] || verb="$verb ${COMP_WORDS[2]}"
                COMPREPLY=()
                case "$verb $prev" in

            """);
        foreach (VerbSyntax verb in verbs)
        {
            foreach (OptionSyntax option in verb.Options.Where(static option => option.Value is not null))
            {
                string patterns = string.Join(" | ", option.Names.Select(name => $"\"{verb.Path} {name}\""));
                string found = option.Choices.Count > 0 ? $"compgen -W '{string.Join(' ', option.Choices)}' -- \"$cur\"" : option.Files ? "compgen -f -- \"$cur\"" : "true";
                script.Append(CultureInfo.InvariantCulture, $"        {patterns}) mapfile -t COMPREPLY < <({found}); return ;;\n");
            }
        }

        script.Append("    esac\n    case $verb in\n");
        foreach (VerbSyntax verb in verbs)
        {
            string words = string.Join(' ', verb.Verbs.Select(static word => word.Name).Concat(verb.Options.SelectMany(static option => option.Names)));
            script.Append(CultureInfo.InvariantCulture, $"        '{verb.Path}') mapfile -t COMPREPLY < <(compgen -W '{words}' -- \"$cur\") ;;\n");
        }

        return script.Append("    esac\n}\ncomplete -o filenames -F _padener padener\n").ToString();
    }
}
