using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PaDeNer.Architecture.Tests.Containers;

/// <summary>What both Dockerfiles promise.</summary>
public partial class ImageTests
{
    /// <summary>Where the daemon keeps its state in an image.</summary>
    public const string StateDirectory = "/var/lib/padener";

    /// <summary>Who the daemon is in an image.</summary>
    public const int User = 10001;

    public static TheoryData<string> Dockerfiles => ["docker/Dockerfile", "docker/Dockerfile.cuda"];

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void It_is_a_number_and_not_root(string file) => Assert.Equal([$"USER {User}:{User}"], Instructions(file, "USER"));

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Its_state_is_a_volume_of_its_own_user(string file)
    {
        Assert.Equal([$"VOLUME {StateDirectory}"], Instructions(file, "VOLUME"));
        Assert.Contains($"install -d -o {User} -g {User} -m 0750 {StateDirectory}", Repository.Read(file), StringComparison.Ordinal);
        Assert.Contains($"PADENER__Host__StateDirectory={StateDirectory}", Repository.Read(file), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Its_settings_exist(string file) => Assert.Empty(ContainerSettings.Errors(
        null, Variable().Matches(Repository.Read(file)).Select(static match => (match.Groups[1].Value, match.Groups[2].Value))));

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void It_has_the_port_of_probes_and_asks_it_whether_it_is_well(string file)
    {
        Assert.Equal([$"EXPOSE {ContainerSettings.Default("Http:Port")}"], Instructions(file, "EXPOSE"));
        Assert.EndsWith("CMD [\"/usr/local/bin/healthcheck\"]", Assert.Single(Instructions(file, "HEALTHCHECK")), StringComparison.Ordinal);
        Assert.Contains($"${{PADENER__Http__Port:-{ContainerSettings.Default("Http:Port")}}}", Repository.Read("docker/healthcheck"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Its_labels_say_what_it_is(string file)
    {
        string text = Repository.Read(file);
        string version = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.All((string[])["title", "description", "vendor", "licenses", "version", "revision"], name => Assert.Contains($"org.opencontainers.image.{name}=", text, StringComparison.Ordinal));
        Assert.Contains($"ARG VERSION={version}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_build_reads_no_folder_that_is_left_out()
    {
        string[] leftOut = [.. Repository.Read(".dockerignore").Split('\n').Where(static line => line.Length > 0 && line[0] is not ('#' or '*' or '.'))];

        Assert.Empty(leftOut.Intersect(["src", "eng", "config", "models", "docker"]));
        Assert.All(leftOut, static folder => Assert.True(Directory.Exists(Path.Combine(Repository.Root, folder)), $".dockerignore leaves out {folder}, which is not there"));
    }

    private static string[] Instructions(string file, string word) =>
        [.. Repository.Read(file).Split('\n').Where(line => line.StartsWith(word + " ", StringComparison.Ordinal))];

    [GeneratedRegex(@"(?m)^(?:ENV| +) *(PADENER__\w+)=(\S+)")]
    private static partial Regex Variable();
}
