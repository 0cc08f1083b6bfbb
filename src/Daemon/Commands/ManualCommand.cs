using System.CommandLine;
using PaDeNer.Daemon.Commands.Manuals;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener man</c>: the manual page, made of what <c>--help</c> shows.</summary>
internal static class ManualCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("man", "Prints the manual page: padener man | man -l -.");
        command.SetAction(static _ =>
        {
            RootCommand root = DaemonVerbs.Create();
            Console.Out.Write(ManualPage.Write(root.Description!, VerbSyntax.Of(root), HelpText.Of));
            return ExitCode.Success;
        });
        return command;
    }
}
