using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Engine;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Commands;

/// <summary>How failures read on standard error. Pure.</summary>
internal static class ErrorText
{
    private const int NoSpace = 28;

    /// <summary>Whether a failure's message was written for people, so that a stack trace would only hide it.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is EngineFaultException or OptionsValidationException or StreamSetupException or StreamFailureException or IOException
            or UnauthorizedAccessException or DllNotFoundException;

    /// <summary>One failure.</summary>
    public static string Of(Exception failure) => failure switch
    {
        DllNotFoundException => $"padener: {failure.Message.Split(". ")[0]}. The folder 'runtimes' belongs beside the program; './padener doctor' looks at what is there.",
        UnauthorizedAccessException => $"padener: {FileOf(failure)} cannot be opened: this user may not, or it is a folder.",
        FileNotFoundException or DirectoryNotFoundException => $"padener: {FileOf(failure)} is not there and cannot be made there.",
        IOException { HResult: NoSpace } => $"padener: there is no space left to write {FileOf(failure)}.",
        _ => $"padener: {failure.Message}",
    };

    /// <summary>The file that a message of the system names between its quotes.</summary>
    private static string FileOf(Exception failure)
    {
        string[] parts = failure.Message.Split('\'');
        return parts.Length > 2 ? string.Join('\'', parts[1..^1]) : "a file";
    }

    /// <summary>Every error of a configuration, one a line.</summary>
    public static string OfConfiguration(ConfigurationException invalid) => invalid.Errors.Count == 1
        ? $"padener: {invalid.Errors[0]}"
        : $"padener: {invalid.Errors.Count} errors in the configuration:{Environment.NewLine}"
            + string.Join(Environment.NewLine, invalid.Errors.Select(static error => "  - " + error));
}
