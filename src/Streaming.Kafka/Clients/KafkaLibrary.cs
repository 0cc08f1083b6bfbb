using System.Reflection;
using System.Runtime.InteropServices;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>
/// librdkafka under whichever name it can be loaded. The published package holds several builds side by side, and the one with the plain
/// name wants libraries that not every system has (libsasl2.so.3, which Debian and Ubuntu call otherwise); Confluent.Kafka then takes the
/// next one for its own imports, and this does so for ours.
/// </summary>
public static class KafkaLibrary
{
    /// <summary>The name that imports use.</summary>
    public const string Name = "librdkafka";

    /// <summary>The builds, in the order in which Confluent.Kafka tries them: with Kerberos, without, for musl.</summary>
    private static readonly string[] Builds = [Name, "centos8-librdkafka", "alpine-librdkafka"];

    private static readonly Lazy<bool> Registration = new(static () =>
    {
        NativeLibrary.SetDllImportResolver(typeof(KafkaLibrary).Assembly, Resolve);
        return true;
    });

    /// <summary>Has the imports of this assembly find it; nothing else resolves imports here. As often as one likes.</summary>
    public static void Register() => _ = Registration.Value;

    /// <summary>Loads the first build that can be; 0 for another library and where none can, which then fails as any missing library does.</summary>
    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        foreach (string build in name == Name ? Builds : [])
        {
            if (NativeLibrary.TryLoad(build, assembly, searchPath, out nint library))
            {
                return library;
            }
        }

        return 0;
    }
}
