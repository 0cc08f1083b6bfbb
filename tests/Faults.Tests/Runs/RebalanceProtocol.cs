namespace PaDeNer.Faults.Tests.Runs;

/// <summary>The values of the setting Kafka:GroupProtocol.</summary>
internal static class RebalanceProtocol
{
    public const string Classic = "classic";

    public const string Consumer = "consumer";
}
