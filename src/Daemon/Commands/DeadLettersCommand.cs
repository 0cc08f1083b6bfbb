using System.CommandLine;
using PaDeNer.Daemon.Commands.DeadLetters;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener dead-letters</c>: looks at the records the daemon gave up on, and sends them again.</summary>
internal static class DeadLettersCommand
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("dead-letters", "Looks at the records that could not be processed, and sends them again.")
    {
        ListVerb.Create(),
        ShowVerb.Create(),
        RedriveVerb.Create(),
    };
}
