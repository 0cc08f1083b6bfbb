using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>An endpoint is an address or nothing.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        SettingErrors errors = new(TelemetryOptions.SectionName);
        bool isAddress = Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
        if (!string.IsNullOrEmpty(options.OtlpEndpoint) && !isAddress)
        {
            errors.Add(
                nameof(options.OtlpEndpoint), options.OtlpEndpoint, "not an http or https address", "Use one such as http://collector:4318, or leave it out to send nothing.");
        }

        return errors.ToResult();
    }
}
