using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace PaDeNer.Architecture.Tests.Containers;

/// <summary>Manifests of Kubernetes: its own kinds through the models of its client, which are made of its API's description, others as plain YAML.</summary>
/// <param name="Known">Objects of Kubernetes' own kinds.</param>
/// <param name="Others">Those of kinds that somebody adds to a cluster.</param>
internal sealed record Manifests(IReadOnlyList<object> Known, IReadOnlyList<YamlNode> Others)
{
    private static readonly Dictionary<string, Type> Kinds = new(StringComparer.Ordinal)
    {
        ["v1/Namespace"] = typeof(V1Namespace),
        ["v1/ServiceAccount"] = typeof(V1ServiceAccount),
        ["v1/Service"] = typeof(V1Service),
        ["v1/ConfigMap"] = typeof(V1ConfigMap),
        ["apps/v1/StatefulSet"] = typeof(V1StatefulSet),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
    };

    private static readonly string[] OthersKinds = ["keda.sh/v1alpha1/ScaledObject", "keda.sh/v1alpha1/TriggerAuthentication", "monitoring.coreos.com/v1/PodMonitor"];

    /// <summary>The files of a folder and of those below it; what only kustomize reads is left out.</summary>
    public static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.yaml", SearchOption.AllDirectories)
        .Where(static path => Path.GetFileName(path) != "kustomization.yaml")
        .Select(static path => Path.GetRelativePath(Repository.Root, path))
        .Order();

    /// <summary>Reads manifests; a field that a kind does not have, a name given twice and a value of the wrong type are exceptions.</summary>
    public static Manifests Parse(string yaml)
    {
        List<object> known = [];
        List<YamlNode> others = [];
        foreach (string one in yaml.Split("\n---\n"))
        {
            YamlStream stream = [];
            using StringReader text = new(one);
            stream.Load(text);
            YamlNode root = stream.Documents.Single().RootNode;
            string kind = $"{root["apiVersion"].Text()}/{root["kind"].Text()}";
            if (Kinds.TryGetValue(kind, out Type? type))
            {
                known.AddRange(KubernetesYaml.LoadAllFromString(one, new Dictionary<string, Type> { [kind] = type }, strict: true));
            }
            else
            {
                Assert.Contains(kind, OthersKinds);
                others.Add(root);
            }
        }

        return new Manifests(known, others);
    }

    /// <summary>The one object of a kind of Kubernetes' own.</summary>
    public T The<T>() => Known.OfType<T>().Single();

    /// <summary>The one object of another kind; null where there is none.</summary>
    public YamlNode? Other(string kind) => Others.SingleOrDefault(one => one["kind"].Text() == kind);
}
