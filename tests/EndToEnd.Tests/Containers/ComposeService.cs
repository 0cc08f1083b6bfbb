using PaDeNer.EndToEnd.Tests.Processes;
using PaDeNer.Testing.Brokers;
using YamlDotNet.RepresentationModel;

namespace PaDeNer.EndToEnd.Tests.Containers;

/// <summary>A service of docker/compose.yaml as a process: what it runs and what it is told as they stand there, with this machine's names for addresses, programs and folders.</summary>
internal static class ComposeService
{
    private static readonly YamlNode Services = Read()["services"];

    /// <summary>Starts one; it has to be told to end, because it may have started others.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="names">What stands for what: names as the file has them, and this machine's.</param>
    /// <param name="others">Variables in place of those of the file.</param>
    public static ChildProcess Start(string name, IReadOnlyDictionary<string, string> names, params (string Name, string Value)[] others)
    {
        YamlNode service = Services[name];
        string[] words = [.. Texts(service["entrypoint"]), .. Texts(service["command"])];
        Dictionary<string, string> environment = [];
        if (((YamlMappingNode)service).Children.TryGetValue("environment", out YamlNode? variables))
        {
            foreach ((YamlNode variable, YamlNode value) in (YamlMappingNode)variables)
            {
                environment[Text(variable)] = Here(Text(value), names);
            }
        }

        foreach ((string variable, string value) in others)
        {
            environment[variable] = value;
        }

        // It passes SIGTERM on to all that were started below it, as the end of a container does.
        return new ChildProcess("timeout", ["600", .. words.Select(word => Here(word, names))], environment);
    }

    private static string Here(string text, IReadOnlyDictionary<string, string> names) =>
        names.Aggregate(text.Replace("$$", "$", StringComparison.Ordinal), static (at, one) => at.Replace(one.Key, one.Value, StringComparison.Ordinal));

    private static YamlNode Read()
    {
        YamlStream stream = [];
        using StreamReader text = new(Path.Combine(Repository.Root, "docker", "compose.yaml"));
        stream.Load(text);
        return stream.Documents.Single().RootNode;
    }

    private static IEnumerable<string> Texts(YamlNode list) => ((YamlSequenceNode)list).Select(Text);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
