using System.Net;
using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Health;

/// <summary>Ranges of the HTTP section.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        SettingErrors errors = new(HttpOptions.SectionName);
        errors.Range(nameof(options.Port), options.Port, 0, 65535);
        errors.Range(nameof(options.StallPatience), options.StallPatience, TimeSpan.Zero, TimeSpan.FromDays(1));
        if (!IPAddress.TryParse(options.Address, out _))
        {
            errors.Add(nameof(options.Address), options.Address, "not an IP address", "Use 0.0.0.0 for every address or 127.0.0.1 for this machine only.");
        }

        return errors.ToResult();
    }
}
