using System.CommandLine;
using PaDeNer.Daemon.Commands.Manuals;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener completion</c>: a script that has a shell complete verbs, options and their values.</summary>
internal static class CompletionCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Command command = new("completion", "Prints a script that completes verbs, options and values in bash, zsh or fish.") { shell };
        command.SetAction(parsed =>
        {
            IReadOnlyList<VerbSyntax> verbs = VerbSyntax.Of(DaemonVerbs.Create());
            Console.Out.Write(parsed.GetRequiredValue(shell) switch
            {
                "bash" => BashCompletion.Write(verbs),
                "zsh" => ZshCompletion.Write(verbs),
                _ => FishCompletion.Write(verbs),
            });
            return ExitCode.Success;
        });
        return command;
    }
}
