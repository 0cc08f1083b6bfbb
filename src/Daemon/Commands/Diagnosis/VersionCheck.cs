using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands.Diagnosis;

/// <summary>Versions and the machine.</summary>
internal static class VersionCheck
{
    /// <summary>Looks.</summary>
    /// <returns>Whether Kafka's client could be loaded.</returns>
    public static bool Run(Checkup checkup)
    {
        checkup.Section("Versions");
        checkup.Fact("padener", ProductVersion.Text);
        checkup.Fact(".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}");
        Assembly client = typeof(Library).Assembly;
        checkup.Fact("Confluent.Kafka", client.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
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
