namespace PaDeNer.Daemon.Configuration;

/// <summary>The configuration cannot be used. The message says why and what to do; every error has a line of its own.</summary>
internal sealed class ConfigurationException : Exception
{
    /// <summary>One reason.</summary>
    public ConfigurationException(string message)
        : base(message) => Errors = [message];

    /// <summary>One reason with its cause.</summary>
    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException) => Errors = [message];

    /// <summary>All reasons at once.</summary>
    public ConfigurationException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>The reasons.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>The setting whose value cannot be used, by any model or by the one in use; null where it is no single one.</summary>
    public string? Setting { get; init; }

    /// <summary>Whether that value was typed on the command line.</summary>
    public bool IsUsage { get; init; }
}
