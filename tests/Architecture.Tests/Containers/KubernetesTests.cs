using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace PaDeNer.Architecture.Tests.Containers;

/// <summary>The files below kubernetes/, each for itself; <see cref="RenderedManifestTests"/> has them put together.</summary>
public class KubernetesTests
{
    private const string Base = "kubernetes/base";

    private static readonly Manifests Basis = Manifests.Parse(string.Join("\n---\n", Manifests.Files(Base).Select(Repository.Read)));

    private static V1PodSpec Pod => Basis.The<V1StatefulSet>().Spec.Template.Spec;

    public static TheoryData<string> Folders => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "kubernetes"), "kustomization.yaml", SearchOption.AllDirectories)
        .Select(static path => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!)).Order()];

    public static TheoryData<string> Configurations => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "kubernetes"), "*.json", SearchOption.AllDirectories)
        .Select(static path => Path.GetRelativePath(Repository.Root, path)).Order()];

    [Fact]
    public void Every_manifest_has_the_fields_of_its_kind_and_no_others() => Assert.All(
        Manifests.Files("kubernetes"), static file => Assert.Single((object[])[.. Manifests.Parse(Repository.Read(file)).Known, .. Manifests.Parse(Repository.Read(file)).Others]));

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_kustomization_lists_every_file_beside_it_and_no_other(string folder)
    {
        YamlMappingNode kustomization = YamlFile.Read($"{folder}/kustomization.yaml");
        IEnumerable<YamlNode> patches = kustomization.At("patches") is YamlSequenceNode some ? some : [];
        IEnumerable<YamlNode> generators = kustomization.At("configMapGenerator") is YamlSequenceNode made ? made : [];
        string[] listed =
        [
            .. kustomization.At("resources").Texts(), .. kustomization.At("components").Texts(),
            .. patches.Select(static patch => patch.At("path")).OfType<YamlScalarNode>().Select(static path => path.Value!),
            .. generators.SelectMany(static generator => generator.At("files").Texts()),
        ];

        Assert.All(listed, name => Assert.True(Path.Exists(Path.Combine(Repository.Root, folder, name)), $"{folder} has no {name}"));
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder)).Select(Path.GetFileName).Where(static name => name != "kustomization.yaml").Order(),
            listed.Where(static name => !name.Contains('/', StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Every_component_is_used() => Assert.Equal(
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "kubernetes", "components")).Select(static path => $"../../components/{Path.GetFileName(path)}").Order(),
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "kubernetes", "overlays"))
            .SelectMany(static path => YamlFile.Read(Path.Combine(path, "kustomization.yaml")).At("components").Texts()).Distinct().Order());

    [Fact]
    public void The_namespace_asks_of_pods_what_ours_meets()
    {
        Assert.Equal("restricted", Basis.The<V1Namespace>().Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        PodRules.IsRestricted(Pod);
    }

    [Fact]
    public void The_pod_writes_to_its_state_and_to_tmp_alone() => PodRules.WritesToStateAndTmp(Pod);

    [Fact]
    public void The_pod_is_asked_on_the_port_that_the_daemon_listens_on()
    {
        PodRules.IsProbed(Pod);
        Assert.Equal(ContainerSettings.DefaultNumber("Http:Port"), Assert.Single(Basis.The<V1Service>().Spec.Ports).Port);
    }

    [Fact]
    public void The_pod_keeps_its_name_and_has_time_to_drain() => PodRules.KeepsItsNameAndDrains(Pod);

    [Fact]
    public void The_pod_has_whole_cores() => PodRules.HasWholeCores(Pod);

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_configuration_has_no_errors(string file) => Assert.Empty(ContainerSettings.Errors(file, []));

    [Fact]
    public void Settings_of_pods_exist_and_have_no_errors() => Assert.All(
        Manifests.Files("kubernetes").Select(static file => Manifests.Parse(Repository.Read(file))).SelectMany(static one => one.Known).OfType<V1StatefulSet>(),
        static set => Assert.Empty(ContainerSettings.Errors(null, set.Spec.Template.Spec.Containers[0].Env.Select(static one => (one.Name, one.Value ?? "from-the-cluster")))));

    [Fact]
    public void The_page_about_containers_names_every_component()
    {
        string page = Repository.Read("docs/containers.md");

        Assert.All(
            Directory.EnumerateDirectories(Path.Combine(Repository.Root, "kubernetes", "components")).Select(Path.GetFileName),
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }
}
