namespace PaDeNer.Streaming.Ports;

/// <summary>A source or sink cannot go on. Nothing is lost: offsets of unfinished records have not moved, a restarted daemon reads them again.</summary>
public sealed class StreamFailureException : Exception
{
    /// <summary>Whether another daemon of the same name has taken our place: starting again would only take it back.</summary>
    public bool IsFenced { get; init; }

    /// <summary>With what happened.</summary>
    public StreamFailureException(string message)
        : base(message)
    {
    }

    /// <summary>With the error that showed it.</summary>
    public StreamFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a message.</summary>
    public StreamFailureException()
    {
    }
}
