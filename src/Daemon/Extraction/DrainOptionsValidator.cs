using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Extraction;

/// <summary>Ranges of the host section.</summary>
internal sealed class DrainOptionsValidator : IValidateOptions<DrainOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DrainOptions options)
    {
        SettingErrors errors = new(DrainOptions.SectionName);
        errors.Range(nameof(options.FinishTimeout), options.FinishTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        errors.Range(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        errors.Range(nameof(options.ProgressTimeout), options.ProgressTimeout, TimeSpan.Zero, TimeSpan.FromDays(1));
        return errors.ToResult();
    }
}
