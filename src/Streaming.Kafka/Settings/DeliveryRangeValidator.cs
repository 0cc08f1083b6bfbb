using Microsoft.Extensions.Options;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>Checks the ranges given on <see cref="DeliveryOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class DeliveryRangeValidator : IValidateOptions<DeliveryOptions>;
