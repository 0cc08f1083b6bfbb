using System.Globalization;
using k8s.Models;

namespace PaDeNer.Architecture.Tests.Containers;

/// <summary>What holds for the pod of every variant.</summary>
internal static class PodRules
{
    /// <summary>It meets the pod security standard 'restricted', and its root is read-only besides.</summary>
    public static void IsRestricted(V1PodSpec pod)
    {
        V1Container container = Assert.Single(pod.Containers);
        V1SecurityContext may = container.SecurityContext;

        Assert.Null(pod.InitContainers);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal((ImageTests.User, ImageTests.User, ImageTests.User), (pod.SecurityContext.RunAsUser, pod.SecurityContext.RunAsGroup, pod.SecurityContext.FsGroup));
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.Equal((false, false, true), (may.Privileged, may.AllowPrivilegeEscalation, may.ReadOnlyRootFilesystem));
        Assert.Equal(["ALL"], may.Capabilities.Drop);
        Assert.Null(may.Capabilities.Add);
        Assert.True(pod.HostNetwork is null && pod.HostPID is null && pod.HostIPC is null);
        Assert.All(pod.Volumes, static volume => Assert.True(volume.ConfigMap is not null || volume.EmptyDir is not null || volume.Secret is not null, $"volume {volume.Name}"));
        Assert.False(pod.AutomountServiceAccountToken);
    }

    /// <summary>It writes to its state and to /tmp alone, to so much and no more, and all it mounts is there.</summary>
    public static void WritesToStateAndTmp(V1PodSpec pod)
    {
        V1Container container = pod.Containers[0];
        Dictionary<string, V1Volume> volumes = pod.Volumes.ToDictionary(static volume => volume.Name);
        string[] writable = [.. container.VolumeMounts.Where(static mount => mount.ReadOnlyProperty != true).Select(static mount => mount.MountPath)];

        Assert.Equal(volumes.Keys.Order(), container.VolumeMounts.Select(static mount => mount.Name).Order());
        Assert.Equal([ImageTests.StateDirectory, "/tmp"], writable);
        Assert.Equal(ImageTests.StateDirectory, container.Env.Single(static one => one.Name == "PADENER__Host__StateDirectory").Value);
        Assert.All(volumes.Values.Where(static volume => volume.EmptyDir is not null), static volume => Assert.NotNull(volume.EmptyDir.SizeLimit));
    }

    /// <summary>It is asked on the port that the daemon listens on, by paths that it has.</summary>
    public static void IsProbed(V1PodSpec pod)
    {
        V1Container container = pod.Containers[0];
        V1ContainerPort port = Assert.Single(container.Ports);

        Assert.Equal(ContainerSettings.DefaultNumber("Http:Port"), port.ContainerPort);
        Assert.All((V1Probe[])[container.StartupProbe, container.LivenessProbe, container.ReadinessProbe], probe => Assert.Equal(port.Name, probe.HttpGet.Port.Value));
        Assert.Equal(
            ["/health/live", "/health/live", "/health/ready"],
            [container.StartupProbe.HttpGet.Path, container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path]);
    }

    /// <summary>It is called by its own name in the group, which a StatefulSet keeps, and has time to drain.</summary>
    public static void KeepsItsNameAndDrains(V1PodSpec pod)
    {
        Assert.Equal("metadata.name", pod.Containers[0].Env.Single(static one => one.Name == "PADENER__Kafka__InstanceId").ValueFrom.FieldRef.FieldPath);
        Assert.True(pod.TerminationGracePeriodSeconds > ContainerSettings.StoppingTime.TotalSeconds);
    }

    /// <summary>Each core it may use is asked for, and whole.</summary>
    public static void HasWholeCores(V1PodSpec pod)
    {
        V1ResourceRequirements resources = pod.Containers[0].Resources;
        string cores = resources.Limits["cpu"].ToString();

        Assert.Equal(cores, resources.Requests["cpu"].ToString());
        Assert.True(int.TryParse(cores, NumberStyles.None, CultureInfo.InvariantCulture, out _), $"{cores} cores");
        Assert.Equal(resources.Limits["memory"].ToString(), resources.Requests["memory"].ToString());
    }
}
