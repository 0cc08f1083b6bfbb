namespace PaDeNer.Faults.Tests.Runs;

/// <summary>The values of the setting Delivery:Mode.</summary>
internal static class DeliveryMode
{
    public const string ExactlyOnce = "exactly-once";

    public const string AtLeastOnce = "at-least-once";
}
