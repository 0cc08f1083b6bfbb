using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Architecture.Tests.Containers;

/// <summary>Settings as a container gets them, judged by the daemon's own check.</summary>
internal static class ContainerSettings
{
    /// <summary>A default of the daemon's.</summary>
    public static string Default(string key) => DaemonSettings.Catalog.Settings.Single(setting => setting.Key == key).Default!;

    /// <summary>A default that is a number.</summary>
    public static int DefaultNumber(string key) => int.Parse(Default(key), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The least time that whoever stops the daemon has to give it: for draining, and for what is closed after it.</summary>
    public static TimeSpan StoppingTime => Duration("Host:DrainTimeout") + (2 * Duration("Egress:CloseTimeout"));

    /// <summary>The setting that a variable of the environment stands for; null for one that is not the daemon's.</summary>
    public static string? KeyOf(string variable) => variable.StartsWith(DaemonConfiguration.EnvironmentPrefix, StringComparison.Ordinal)
        ? variable[DaemonConfiguration.EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal)
        : null;

    /// <summary>
    /// What the daemon would say of a file and an environment. Files that only the cluster has: those of secrets are taken to be there, certificates, which
    /// a client would read, are left out.
    /// </summary>
    /// <param name="file">The configuration file, from the root; null for none.</param>
    /// <param name="environment">All variables, others' too.</param>
    public static IReadOnlyList<string> Errors(string? file, IEnumerable<(string Name, string Value)> environment)
    {
        string secret = Path.GetTempFileName();
        try
        {
            File.WriteAllText(secret, "a secret of more than sixteen characters");
            return DaemonSettings.Check(DaemonConfiguration.Load(
                file is null ? null : Path.Combine(Repository.Root, file),
                from variable in environment
                let key = KeyOf(variable.Name)
                where key is not null && !IsCertificate(key)
                select new KeyValuePair<string, string?>(key, IsSecret(key) ? secret : variable.Value),
                DaemonSettings.Catalog));
        }
        finally
        {
            File.Delete(secret);
        }
    }

    private static bool IsSecret(string key) => key == "Api:TokenFile" || key.StartsWith("Kafka:Secrets:", StringComparison.Ordinal);

    private static bool IsCertificate(string key) => key.StartsWith("Kafka:Client:ssl_", StringComparison.Ordinal) && key.EndsWith("_location", StringComparison.Ordinal);

    private static TimeSpan Duration(string key) => TimeSpan.Parse(Default(key), System.Globalization.CultureInfo.InvariantCulture);
}
