using Microsoft.Extensions.Options;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>Checks the ranges given on <see cref="KafkaOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class KafkaRangeValidator : IValidateOptions<KafkaOptions>;
