using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Extraction;

/// <summary>Ranges and words of the extraction section.</summary>
internal sealed class ExtractionOptionsValidator : IValidateOptions<ExtractionOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ExtractionOptions options)
    {
        SettingErrors errors = new(ExtractionOptions.SectionName);
        errors.Choice(nameof(options.Deduplication), options.Deduplication, ExtractionWords.DeduplicationNames);
        errors.Choice(nameof(options.Overlap), options.Overlap, ExtractionWords.OverlapNames);
        errors.Choice(nameof(options.Ungrounded), options.Ungrounded, ExtractionWords.UngroundedNames);
        errors.Range(nameof(options.MinProbability), options.MinProbability, 0, 1);
        errors.Range(nameof(options.MaxMentionsPerLabel), options.MaxMentionsPerLabel, 1, 1000);
        errors.Range(nameof(options.MaxMentionTokens), options.MaxMentionTokens, 1, 512);
        errors.Range(nameof(options.DraftTokens), options.DraftTokens, 0, 64);
        errors.Range(nameof(options.PlanningWorkers), options.PlanningWorkers, 0, 256);
        errors.Range(nameof(options.QueueLength), options.QueueLength, 1, 100_000);
        if (options.MaxDecodedTokens != 0)
        {
            errors.Range(nameof(options.MaxDecodedTokens), options.MaxDecodedTokens, 1_000, 1_000_000_000);
        }

        if (options.MaxDecodeTime != TimeSpan.Zero)
        {
            errors.Range(nameof(options.MaxDecodeTime), options.MaxDecodeTime, TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1));
        }

        if (options.WindowTokens != 0)
        {
            errors.Range(nameof(options.WindowTokens), options.WindowTokens, 16, 100_000);
        }

        if (options.WindowOverlap < 0 || (options.WindowTokens >= 16 && options.WindowOverlap * 2L >= options.WindowTokens))
        {
            errors.Add(nameof(options.WindowOverlap), options.WindowOverlap, "not between 0 and half of Extraction:WindowTokens", "The default is 8, and 0 is none.");
        }

        return errors.ToResult();
    }
}
