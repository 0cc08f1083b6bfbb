using Spectre.Console;

namespace PaDeNer.Daemon.Commands;

/// <summary>Standard error for people: colour where they watch, plain text where it goes to a file.</summary>
internal static class ErrorConsole
{
    private const int PlainWidth = 160;

    /// <summary>A console on standard error.</summary>
    public static IAnsiConsole Create()
    {
        bool plain = Console.IsErrorRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Yes,
        });
        if (plain)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
