namespace PaDeNer.Daemon.Commands;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>It could not be done: configuration, model, broker, engine.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the input is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Another daemon of the same name has taken its place: starting it again would only take it back.</summary>
    public const int Fenced = 79;

    /// <summary>The stream stood still, and new Kafka clients did not help: start it again.</summary>
    public const int Stalled = 80;

    /// <summary>Ctrl-C ended it.</summary>
    public const int Interrupted = 130;
}
