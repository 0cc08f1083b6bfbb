namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>llama-server cannot be had or does not work here; the message says why. A report has no figures for it then, and this reason.</summary>
internal sealed class LlamaServerUnavailableException : Exception
{
    /// <summary>Without a reason.</summary>
    public LlamaServerUnavailableException()
    {
    }

    /// <summary>With a reason.</summary>
    public LlamaServerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and what is behind it.</summary>
    public LlamaServerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
