using System.Net;
using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Api;

/// <summary>Ranges of the API's section, and that nobody from elsewhere is served without a token.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        SettingErrors errors = new(ApiOptions.SectionName);
        errors.Range(nameof(options.Port), options.Port, 0, 65535);
        errors.Range(nameof(options.MaxRequestBytes), options.MaxRequestBytes, 1024, 1024 * 1024 * 1024);
        errors.Range(nameof(options.MaxDocuments), options.MaxDocuments, 1, 100_000);
        errors.Range(nameof(options.MaxInFlight), options.MaxInFlight, 1, 1_000_000);
        if (options.MaxInFlight < options.MaxDocuments)
        {
            errors.Add(nameof(options.MaxInFlight), options.MaxInFlight, $"below Api:MaxDocuments ({options.MaxDocuments}), so that a full request would never be taken", "Raise it, or lower the other.");
        }

        if (!IPAddress.TryParse(options.Address, out IPAddress? address))
        {
            errors.Add(nameof(options.Address), options.Address, "not an IP address", "Use 127.0.0.1 for this machine only or 0.0.0.0 for every address.");
        }
        else if (options.Enabled && string.IsNullOrEmpty(options.TokenFile) && !IPAddress.IsLoopback(address))
        {
            errors.Add(nameof(options.TokenFile), options.TokenFile, $"the API would serve anybody who reaches {options.Address}", "Name a file that holds a token, or set Api:Address to 127.0.0.1.");
        }

        if (options.Enabled && !string.IsNullOrEmpty(options.TokenFile) && ApiToken.Problem(options.TokenFile) is { } problem)
        {
            errors.Add(nameof(options.TokenFile), options.TokenFile, problem, $"It is to hold a token of {ApiToken.Shortest} characters or more, such as 'openssl rand -hex 32' writes.");
        }

        return errors.ToResult();
    }
}
