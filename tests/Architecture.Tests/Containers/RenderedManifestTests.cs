using System.Diagnostics;
using System.Globalization;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace PaDeNer.Architecture.Tests.Containers;

/// <summary>What a cluster gets: base, components and overlays as kustomize puts them together.</summary>
public class RenderedManifestTests
{
    public static TheoryData<string> Variants => [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "kubernetes", "overlays"))
        .Select(static path => $"kubernetes/overlays/{Path.GetFileName(path)}").Prepend("kubernetes/base").Order()];

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_pod_of_every_variant_keeps_the_rules(string variant)
    {
        Manifests manifests = Render(variant);
        V1StatefulSet set = manifests.The<V1StatefulSet>();
        V1PodSpec pod = set.Spec.Template.Spec;

        PodRules.IsRestricted(pod);
        PodRules.WritesToStateAndTmp(pod);
        PodRules.IsProbed(pod);
        PodRules.KeepsItsNameAndDrains(pod);
        PodRules.HasWholeCores(pod);
        Assert.Equal(manifests.The<V1ConfigMap>().Metadata.Name, pod.Volumes.Single(static volume => volume.ConfigMap is not null).ConfigMap.Name);
        Assert.Equal(manifests.The<V1ServiceAccount>().Metadata.Name, pod.ServiceAccountName);
        Assert.Equal(manifests.The<V1Service>().Metadata.Name, set.Spec.ServiceName);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void All_that_select_pods_select_ours(string variant)
    {
        Manifests manifests = Render(variant);
        IDictionary<string, string> labels = manifests.The<V1StatefulSet>().Spec.Template.Metadata.Labels;

        Assert.Equal(labels, manifests.The<V1StatefulSet>().Spec.Selector.MatchLabels);
        Assert.Equal(labels, manifests.The<V1Service>().Spec.Selector);
        Assert.Equal(labels, manifests.The<V1PodDisruptionBudget>().Spec.Selector.MatchLabels);
        Assert.Equal(labels, manifests.The<V1NetworkPolicy>().Spec.PodSelector.MatchLabels);
        if (manifests.Other("PodMonitor") is { } monitor)
        {
            Assert.Equal(labels, monitor.At("spec", "selector", "matchLabels").Members().ToDictionary(static one => one.Name, static one => one.Value.Text()));
            Assert.Equal(manifests.The<V1StatefulSet>().Spec.Template.Spec.Containers[0].Ports[0].Name, monitor.At("spec", "podMetricsEndpoints")![0]["port"].Text());
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Its_brokers_are_let_through_and_scaling_asks_them_of_our_group(string variant)
    {
        Manifests manifests = Render(variant);
        using MemoryStream json = new(System.Text.Encoding.UTF8.GetBytes(manifests.The<V1ConfigMap>().Data["padener.json"]));
        IConfigurationSection kafka = new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Kafka");
        int broker = int.Parse(kafka["BootstrapServers"]!.Split(':')[1], CultureInfo.InvariantCulture);

        Assert.Contains(
            manifests.The<V1NetworkPolicy>().Spec.Egress.SelectMany(static rule => rule.Ports),
            port => int.Parse(port.Port.Value, CultureInfo.InvariantCulture) <= broker && broker <= (port.EndPort ?? int.Parse(port.Port.Value, CultureInfo.InvariantCulture)));
        if (manifests.Other("ScaledObject") is { } scaled)
        {
            YamlNode trigger = scaled.At("spec", "triggers")![0];
            YamlNode asked = trigger["metadata"];
            Assert.Equal(
                (kafka["BootstrapServers"], kafka["GroupId"], kafka["InputTopic"]),
                (asked["bootstrapServers"].Text(), asked["consumerGroup"].Text(), asked["topic"].Text()));
            Assert.Equal(manifests.The<V1StatefulSet>().Metadata.Name, scaled.At("spec", "scaleTargetRef", "name")!.Text());
            Assert.Null(manifests.The<V1StatefulSet>().Spec.Replicas);
            Assert.Equal(manifests.Other("TriggerAuthentication")!["metadata"]["name"].Text(), trigger["authenticationRef"]["name"].Text());
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_daemon_would_start_with_its_settings(string variant)
    {
        V1Container container = Render(variant).The<V1StatefulSet>().Spec.Template.Spec.Containers[0];

        Assert.Equal(["serve", "--config", "/etc/padener/padener.json"], container.Args);
        Assert.Empty(ContainerSettings.Errors(null, container.Env.Select(static one => (one.Name, one.Value ?? "from-the-cluster"))));
    }

    [Fact]
    public void The_variant_for_GPUs_asks_for_one_and_for_the_backend_that_uses_it()
    {
        V1Container container = Render("kubernetes/overlays/gpu").The<V1StatefulSet>().Spec.Template.Spec.Containers[0];

        Assert.Equal("1", container.Resources.Limits["nvidia.com/gpu"].ToString());
        Assert.Equal("cuda", container.Env.Single(static one => one.Name == "PADENER__Model__Backend").Value);
        Assert.EndsWith(":cuda", container.Image, StringComparison.Ordinal);
    }

    private static Manifests Render(string variant)
    {
        Assert.SkipWhen(
            !Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(static folder => File.Exists(Path.Combine(folder, "kubectl"))),
            "kubectl, which has kustomize inside, is not installed");
        using Process process = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Repository.Root, variant)]) { RedirectStandardOutput = true })!;
        string yaml = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return Manifests.Parse(yaml);
    }
}
