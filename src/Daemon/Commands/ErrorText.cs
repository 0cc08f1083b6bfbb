using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Engine;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Commands;

/// <summary>How failures read on standard error. Pure.</summary>
internal static class ErrorText
{
    /// <summary>Whether a failure's message was written for people, so that a stack trace would only hide it.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is EngineFaultException or OptionsValidationException or StreamSetupException or StreamFailureException or IOException
            or UnauthorizedAccessException or DllNotFoundException;

    /// <summary>One failure.</summary>
    public static string Of(Exception failure) => failure is DllNotFoundException
        ? $"padener: {failure.Message.Split(". ")[0]}. The folder 'runtimes' belongs beside the program; './padener doctor' looks at what is there."
        : $"padener: {failure.Message}";

    /// <summary>Every error of a configuration, one a line.</summary>
    public static string OfConfiguration(ConfigurationException invalid) => invalid.Errors.Count == 1
        ? $"padener: {invalid.Errors[0]}"
        : $"padener: {invalid.Errors.Count} errors in the configuration:{Environment.NewLine}"
            + string.Join(Environment.NewLine, invalid.Errors.Select(static error => "  - " + error));
}
