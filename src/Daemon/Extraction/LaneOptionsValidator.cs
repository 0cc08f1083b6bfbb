using Microsoft.Extensions.Options;
using PaDeNer.Batching.Admission;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Extraction;

/// <summary>Ranges and words of the lanes' settings.</summary>
internal sealed class LaneOptionsValidator : IValidateOptions<LaneOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LaneOptions options)
    {
        SettingErrors errors = new(LaneOptions.SectionName);
        errors.Range(nameof(options.Lanes), options.Lanes, 0, 256);
        errors.Range(nameof(options.ThreadsPerLane), options.ThreadsPerLane, 0, 512);
        errors.Range(nameof(options.ThreadsWhenAlone), options.ThreadsWhenAlone, 0, 512);
        errors.Range(nameof(options.KvCells), options.KvCells, 256, 10_000_000);
        errors.Range(nameof(options.Slots), options.Slots, 1, 256);
        errors.Choice(nameof(options.PinLanes), options.PinLanes, "auto", "on", "off");
        errors.Choice(nameof(options.Order), options.Order, [.. QueueOrders.ByName.Keys]);
        return errors.ToResult();
    }
}
