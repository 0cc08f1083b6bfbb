using Microsoft.Extensions.Options;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>Checks what no range says of <see cref="DeliveryOptions"/>.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private const int LongestId = 249;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        return options.TransactionalId is { } id && (string.IsNullOrWhiteSpace(id) || id.Length > LongestId)
            ? ValidateOptionsResult.Fail($"Delivery:TransactionalId is 1 to {LongestId} characters; leave it out to have it made.")
            : ValidateOptionsResult.Success;
    }
}
