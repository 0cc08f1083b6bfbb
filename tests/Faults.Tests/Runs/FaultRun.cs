using System.Globalization;

namespace PaDeNer.Faults.Tests.Runs;

/// <summary>What this run was asked for, by its environment.</summary>
internal static class FaultRun
{
    /// <summary>How many tests run side by side.</summary>
    public const int Together = 4;

    private static string Points { get; } = Environment.GetEnvironmentVariable("PADENER_FAULTS_POINTS") ?? string.Empty;

    /// <summary>Whether logs and the broker's data are kept of tests that pass, too; in TestResults/faults.</summary>
    public static bool Keeps { get; } = Environment.GetEnvironmentVariable("PADENER_FAULTS_KEEP") == "yes";

    /// <summary>Whether the long form of each test runs.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("PADENER_FAULTS") == "long";

    /// <summary>How long the long form of the soak is.</summary>
    public static TimeSpan SoakTime { get; } = TimeSpan.FromMinutes(
        int.TryParse(Environment.GetEnvironmentVariable("PADENER_FAULTS_SOAK_MINUTES"), CultureInfo.InvariantCulture, out int minutes) ? minutes : 120);

    /// <summary>What the hosts promise unless a test is about one of the two.</summary>
    public static string Mode { get; } = Environment.GetEnvironmentVariable("PADENER_FAULTS_MODE") is { Length: > 0 } mode ? mode : DeliveryMode.ExactlyOnce;

    /// <summary>How groups share partitions out unless a test is about one of the two ways.</summary>
    public static string Protocol { get; } = Environment.GetEnvironmentVariable("PADENER_FAULTS_PROTOCOL") is { Length: > 0 } protocol ? protocol : RebalanceProtocol.Classic;

    /// <summary>Where every random choice of this run starts; given again, the run makes the same choices.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("PADENER_FAULTS_SEED"), CultureInfo.InvariantCulture, out int seed)
        ? seed
        : Random.Shared.Next(1, 1_000_000);

    /// <summary>Only crash points with one of these in their names, commas between; all where nothing is given.</summary>
    public static bool Wants(string point) => Points.Length == 0 || Points.Split(',').Any(one => point.Contains(one, StringComparison.Ordinal));

    /// <summary>A number for the short form, one for the long.</summary>
    public static int Of(int quick, int full) => IsLong ? full : quick;

    /// <summary>The random choices of one test.</summary>
    public static Random Choices(string test)
    {
        int hash = 17;
        foreach (char one in test)
        {
            hash = unchecked((hash * 31) + one);
        }

        return new Random(Seed ^ hash);
    }

    /// <summary>Says what a test counted, in one line, on the console alone: what is in a test's output the runner says again.</summary>
    public static void Tell(string test, string counts) => Console.WriteLine($"{test}: {counts} (seed {Seed})");
}
