namespace PaDeNer.Decoding.Engine;

/// <summary>The engine cannot be used, or was asked for something that would break it.</summary>
public sealed class EngineFaultException : Exception
{
    /// <summary>A fault with what happened and what to do.</summary>
    public EngineFaultException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its cause.</summary>
    public EngineFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A fault without a description.</summary>
    public EngineFaultException()
    {
    }
}
