namespace PaDeNer.Daemon.Commands;

/// <summary>What the process tells its caller. <see cref="Meanings"/> is the one table: the manual and the documentation show it.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>It could not be done: model, broker, engine.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the input is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The configuration is wrong, by file or environment: starting again changes nothing.</summary>
    public const int Configuration = 78;

    /// <summary>Another daemon of the same name has taken its place: starting it again would only take it back.</summary>
    public const int Fenced = 79;

    /// <summary>The stream stood still, and new Kafka clients did not help: start it again.</summary>
    public const int Stalled = 80;

    /// <summary>Ctrl-C ended it.</summary>
    public const int Interrupted = 130;

    /// <summary>Each code with what it means, for people.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Success, "All went well; a daemon was told to stop and did, a reader of the output had enough."),
        (Failure, "It could not be done: the model, the broker or the disk failed, or what was looked for is not there."),
        (Usage, "The command line or the input is wrong; the line on standard error says where."),
        (Configuration, "The configuration is wrong, by file or environment. Starting again changes nothing; check-config shows it."),
        (Fenced, "Another daemon of the same name has taken this one's place. Starting again would only take it back."),
        (Stalled, "The stream stood still though Kafka answered, and new Kafka clients did not help. Starting again is right."),
        (Interrupted, "Ctrl-C or SIGTERM ended a verb before it was done."),
    ];
}
