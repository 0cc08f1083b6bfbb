using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace PaDeNer.Architecture.Tests.Containers;

/// <summary>docker/compose.yaml, read as YAML.</summary>
public partial class ComposeTests
{
    private static readonly YamlMappingNode Compose = YamlFile.Read("docker/compose.yaml");
    private static readonly Dictionary<string, YamlNode> Services = Compose.At("services").Members().ToDictionary(static one => one.Name, static one => one.Value);

    /// <summary>Services that do their work and end; all others stay.</summary>
    private static readonly string[] Ending = ["topics"];

    private static YamlNode Daemon => Services["padener"];

    [Fact]
    public void Ports_are_for_this_machine_alone()
    {
        string[] ports = [.. Services.Values.SelectMany(static service => service.At("ports").Texts())];

        Assert.NotEmpty(ports);
        Assert.All(ports, static port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.Equal(ports.Length, ports.Select(static port => port.Split(':')[1]).Distinct().Count());
    }

    [Fact]
    public void The_ports_of_the_daemon_are_those_it_listens_on()
    {
        string[] listening = [ContainerSettings.Default("Http:Port"), ContainerSettings.Default("Api:Port")];

        Assert.Equal(listening, Daemon.At("ports").Texts().Select(static port => port.Split(':')[2]));
        Assert.Equal($"padener:{listening[0]}", YamlFile.Read("docker/prometheus.yml").At("scrape_configs")![0].At("static_configs")![0].At("targets")![0].Text());
    }

    [Fact]
    public void Every_setting_exists_and_the_daemon_would_start_with_them() =>
        Assert.Empty(ContainerSettings.Errors(null, Daemon.At("environment").Members().Select(static one => (one.Name, one.Value.Text()))));

    [Fact]
    public void What_stays_says_whether_it_is_well() => Assert.All(
        Services.Where(static service => !Ending.Contains(service.Key)),
        static service => Assert.NotEmpty(service.Value.At("healthcheck", "test").Texts()));

    [Fact]
    public void Whoever_waits_for_another_says_for_what()
    {
        (string Who, YamlNode Others)[] waiting = [.. Services.Where(static service => service.Value.At("depends_on") is not null).Select(static service => (service.Key, service.Value.At("depends_on")!))];

        Assert.True(waiting.Length >= 4);
        Assert.All(waiting, static one => Assert.All(one.Others.Members(), static other =>
        {
            Assert.Contains(other.Name, Services.Keys);
            Assert.Contains(other.Value.At("condition")!.Text(), (string[])["service_healthy", "service_started", "service_completed_successfully"]);
            Assert.Equal(Ending.Contains(other.Name), other.Value.At("condition")!.Text() == "service_completed_successfully");
        }));
    }

    [Fact]
    public void Nobody_becomes_more_than_it_was_started_as() => Assert.All(Services.Values, static service =>
    {
        Assert.Equal(["ALL"], service.At("cap_drop").Texts());
        Assert.Equal(["no-new-privileges:true"], service.At("security_opt").Texts());
        Assert.Null(service.At("privileged"));
        Assert.Null(service.At("cap_add"));
    });

    [Fact]
    public void The_daemon_writes_to_its_state_and_to_tmp_alone()
    {
        Assert.Equal("true", Daemon.At("read_only")!.Text());
        Assert.Equal(["/tmp"], Daemon.At("tmpfs").Texts());
        Assert.Equal([$"state:{ImageTests.StateDirectory}"], Daemon.At("volumes").Texts());
        Assert.StartsWith(ImageTests.StateDirectory + "/", Daemon.At("environment", "PADENER__Api__TokenFile")!.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_daemon_has_time_to_drain() => Assert.True(
        int.Parse(Daemon.At("stop_grace_period")!.Text().TrimEnd('s'), CultureInfo.InvariantCulture) > ContainerSettings.StoppingTime.TotalSeconds);

    [Fact]
    public void Grafana_has_no_password_that_everybody_knows() =>
        Assert.StartsWith("${GRAFANA_PASSWORD:?", Services["grafana"].At("environment", "GF_SECURITY_ADMIN_PASSWORD")!.Text(), StringComparison.Ordinal);

    [Fact]
    public void What_is_mounted_exists()
    {
        HashSet<string> volumes = [.. Compose.At("volumes").Members().Select(static one => one.Name)];
        string[][] mounts = [.. Services.Values.SelectMany(static service => service.At("volumes").Texts()).Select(static mount => mount.Split(':'))];

        Assert.All(mounts, mount =>
        {
            if (mount[0].StartsWith('.'))
            {
                Assert.True(Path.Exists(Path.Combine(Repository.Root, "docker", mount[0])), $"{mount[0]} is not there");
                Assert.Equal("ro", mount[2]);
            }
            else
            {
                Assert.Contains(mount[0], volumes);
            }
        });
        Assert.Equal(volumes.Order(), mounts.Select(static mount => mount[0]).Where(volumes.Contains).Order());
    }

    [Fact]
    public void Prometheus_reads_our_alerts()
    {
        string mounted = Services["prometheus"].At("volumes").Texts().Single(static mount => mount.StartsWith("../grafana/alerts/padener.yaml:", StringComparison.Ordinal)).Split(':')[1];

        Assert.Equal([$"{Path.GetDirectoryName(mounted)}/*.yaml"], YamlFile.Read("docker/prometheus.yml").At("rule_files").Texts());
    }

    [Fact]
    public void Documents_come_in_by_themselves_on_the_topic_that_is_read()
    {
        string script = Services["documents"].At("command")![0].Text();
        string sample = SampleFile().Match(script).Groups[1].Value;

        Assert.Contains($"--topic {Daemon.At("environment", "PADENER__Kafka__InputTopic")!.Text()} ", script, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "config", "samples", sample)), $"there is no sample {sample}");
        Assert.Contains("../config/samples:/samples:ro", Services["documents"].At("volumes").Texts());
    }

    [Fact]
    public void The_topics_are_made_that_the_daemon_is_told_of()
    {
        string script = Services["topics"].At("command")![0].Text();

        Assert.Equal(
            Daemon.At("environment").Members().Where(static one => one.Name.EndsWith("Topic", StringComparison.Ordinal)).Select(static one => one.Value.Text()).Order(),
            MadeTopic().Matches(script).Select(static match => match.Groups[1].Value).Order());
    }

    [GeneratedRegex(@"< /samples/(\S+)")]
    private static partial Regex SampleFile();

    [GeneratedRegex(@"(?m)^create (\S+) \d+$")]
    private static partial Regex MadeTopic();
}
