namespace PaDeNer.Streaming.Ports;

/// <summary>The daemon cannot start until people put something right; the message says what and how.</summary>
public sealed class StreamSetupException : Exception
{
    /// <summary>With what is wrong and how to put it right.</summary>
    public StreamSetupException(string message)
        : base(message)
    {
    }

    /// <summary>With the error that showed it.</summary>
    public StreamSetupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a message.</summary>
    public StreamSetupException()
    {
    }
}
