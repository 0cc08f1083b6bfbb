using Microsoft.Extensions.Options;

namespace PaDeNer.Daemon.Kafka;

/// <summary>Checks the ranges given on <see cref="KafkaOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class KafkaRangeValidator : IValidateOptions<KafkaOptions>;
