using Confluent.Kafka.Admin;

namespace PaDeNer.Testing.Brokers;

/// <summary>What a user may do.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Type">With what.</param>
/// <param name="Name">Which.</param>
/// <param name="IsPrefix">Whether that is how its name begins.</param>
/// <param name="User">Who.</param>
public sealed record AclRight(AclOperation Operation, ResourceType Type, string Name, bool IsPrefix = false, string User = SecureKafka.User);
