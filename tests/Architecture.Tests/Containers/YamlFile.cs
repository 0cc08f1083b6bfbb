using YamlDotNet.RepresentationModel;

namespace PaDeNer.Architecture.Tests.Containers;

/// <summary>YAML as it is read by whoever reads our files: anchors followed, merge keys merged.</summary>
internal static class YamlFile
{
    /// <summary>The one document of a file.</summary>
    public static YamlMappingNode Read(string relative)
    {
        YamlStream stream = [];
        using StringReader text = new(Repository.Read(relative));
        stream.Load(text);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>What stands under a name, in this mapping or in one that is merged into it; null where nothing does.</summary>
    public static YamlNode? At(this YamlNode node, string name) => node is not YamlMappingNode mapping
        ? null
        : mapping.Children.TryGetValue(name, out YamlNode? value) ? value : mapping.Children.TryGetValue("<<", out YamlNode? merged) ? merged.At(name) : null;

    /// <summary>What a path of names leads to; null where it leads nowhere.</summary>
    public static YamlNode? At(this YamlNode node, params string[] path) => path.Aggregate((YamlNode?)node, static (at, name) => at?.At(name));

    /// <summary>The text of a scalar.</summary>
    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value!;

    /// <summary>The texts of a list of scalars; none where there is no list.</summary>
    public static string[] Texts(this YamlNode? node) => node is YamlSequenceNode list ? [.. list.Select(static one => one.Text())] : [];

    /// <summary>Names and what stands under them.</summary>
    public static IEnumerable<(string Name, YamlNode Value)> Members(this YamlNode? node) =>
        node is YamlMappingNode mapping ? mapping.Children.Select(static pair => (pair.Key.Text(), pair.Value)) : [];
}
