using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>What is promised of results and offsets.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Delivery";

    /// <summary>
    /// exactly-once (results, dead letters and offsets in one transaction; their readers want isolation.level=read_committed) or at-least-once
    /// (results first, then offsets). Default exactly-once.
    /// </summary>
    [EnumDataType(typeof(DeliveryMode))]
    public DeliveryMode Mode { get; set; } = DeliveryMode.ExactlyOnce;

    /// <summary>
    /// The name under which this daemon writes its transactions: the same at every start, another for each daemon. Default: made of Kafka:GroupId and
    /// Kafka:InstanceId; without an instance id a new one for every process, and then a transaction that a killed daemon leaves open holds up readers
    /// until Delivery:TransactionTimeout ends it.
    /// </summary>
    public string? TransactionalId { get; set; }

    /// <summary>After how long the broker ends a transaction that is left open, and how long each step of one may take. 1 s to 15 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:15:00")]
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Checks the ranges given on <see cref="DeliveryOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class DeliveryRangeValidator : IValidateOptions<DeliveryOptions>;
