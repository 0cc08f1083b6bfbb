using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands.Diagnosis;

/// <summary>Versions and the machine.</summary>
internal static class VersionCheck
{
    /// <summary>The run time and Kafka's client with its native half, by name; what cannot be loaded is said in its place.</summary>
    public static IEnumerable<(string Name, string Value)> Parts()
    {
        yield return (".NET", $"{Environment.Version} on {RuntimeInformation.RuntimeIdentifier}");
        yield return ("Confluent.Kafka", ClientVersion);
        string native;
        try
        {
            native = Library.VersionString;
        }
        catch (Exception missing) when (
            missing is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or InvalidOperationException)
        {
            native = "cannot be loaded; padener doctor says why";
        }

        yield return ("librdkafka", native);
    }

    private static string ClientVersion => typeof(Library).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Looks.</summary>
    /// <returns>Whether Kafka's client could be loaded.</returns>
    public static bool Run(Checkup checkup)
    {
        checkup.Section("Versions");
        checkup.Fact("padener", ProductVersion.Text);
        checkup.Fact(".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}");
        checkup.Fact("Confluent.Kafka", ClientVersion);
        bool loaded = false;
        try
        {
            checkup.Good("librdkafka", Library.VersionString);
            loaded = true;
        }
        catch (Exception missing) when (
            missing is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or InvalidOperationException)
        {
            string reason = missing.InnerException?.Message ?? missing.Message;
            checkup.Problem("librdkafka", $"cannot be loaded: {reason}", "The folder 'runtimes' belongs beside the program: copy all of what './padener publish' or the build made.");
        }

        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        checkup.Section("Machine");
        checkup.Fact("cores", string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} usable by this process"));
        checkup.Fact("memory", string.Create(CultureInfo.InvariantCulture, $"{memory.TotalAvailableMemoryBytes / 1048576.0:N0} MiB available to this process"));
        return loaded;
    }
}
