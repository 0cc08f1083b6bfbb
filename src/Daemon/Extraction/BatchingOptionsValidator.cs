using Microsoft.Extensions.Options;
using PaDeNer.Batching;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Extraction;

/// <summary>Ranges of the scheduler's settings.</summary>
internal sealed class BatchingOptionsValidator : IValidateOptions<BatchingOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, BatchingOptions options)
    {
        SettingErrors errors = new(LaneOptions.SectionName);
        errors.Range(nameof(options.RowsPerStep), options.RowsPerStep, 1, 1_000_000);
        errors.Range(nameof(options.DocumentsInFlight), options.DocumentsInFlight, 0, 256);
        return errors.ToResult();
    }
}
