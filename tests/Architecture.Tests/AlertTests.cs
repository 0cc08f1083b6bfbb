using System.Diagnostics;
using System.Text.RegularExpressions;
using PaDeNer.Daemon.Telemetry;

namespace PaDeNer.Architecture.Tests;

/// <summary>Alerts, their tests and their runbook go together, and name only metrics that there are.</summary>
public partial class AlertTests
{
    private const string Rules = "grafana/alerts/padener.yaml";
    private const string Tests = "grafana/alerts/tests/padener.yaml";
    private const string Runbook = "docs/operations.md";

    private static readonly string[] Alerts = [.. AlertName().Matches(Repository.Read(Rules)).Select(static match => match.Groups[1].Value)];

    [Fact]
    public void Every_alert_has_a_section_of_the_runbook_and_every_section_an_alert()
    {
        Assert.True(Alerts.Length >= 10);
        Assert.Equal(Alerts, Heading().Matches(Repository.Read(Runbook)).Select(static match => match.Groups[1].Value));
        Assert.Equal(
            Alerts.Select(static name => $"{Runbook}#{name.ToLowerInvariant()}"),
            Link().Matches(Repository.Read(Rules)).Select(static match => match.Groups[1].Value));
    }

    [Fact]
    public void Every_section_says_what_it_means_what_to_look_at_and_what_to_do() => Assert.All(
        Repository.Read(Runbook).Split("\n### ").Skip(1),
        static section => Assert.All((string[])["**Means.**", "**Look at.**", "**Do.**"], part => Assert.Contains(part, section, StringComparison.Ordinal)));

    [Fact]
    public void Every_alert_is_tested_while_all_is_well_and_when_it_is_not()
    {
        Dictionary<string, int[]> tested = Repository.Read(Tests).Split("\n  - name: ").Skip(1).ToDictionary(
            static block => block.Split('\n')[0],
            static block => (int[])[Regex.Count(block, @"exp_alerts: \[\]"), Regex.Count(block, "exp_labels:")]);

        Assert.Equal(Alerts.Order(), tested.Keys.Order());
        Assert.All(tested, static test => Assert.All(test.Value, static checks => Assert.True(checks > 0)));
    }

    [Fact]
    public void Alerts_ask_only_for_metrics_that_are_documented()
    {
        HashSet<string> documented = [.. Documented().Matches(Repository.Read("docs/design/metrics.md")).SelectMany(static row => row.Groups[2].Value == "histogram"
            ? (string[])[row.Groups[1].Value + "_bucket", row.Groups[1].Value + "_sum", row.Groups[1].Value + "_count"]
            : [row.Groups[1].Value])];
        HashSet<string> tags = [.. InstrumentNames.All.SelectMany(static about => about.Tags).Select(static tag => tag.Replace('.', '_')), "instance"];
        string rules = Repository.Read(Rules);

        Assert.Empty(Metric().Matches(rules).Select(static match => match.Value).Distinct().Except(documented));
        Assert.Empty(Grouping().Matches(rules).SelectMany(static match => match.Groups[1].Value.Split(", ")).Except(tags));
    }

    [Fact]
    public void Promtool_takes_the_rules_and_their_tests_pass()
    {
        Assert.SkipWhen(
            !Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(static folder => File.Exists(Path.Combine(folder, "promtool"))),
            "promtool is not installed (Debian's package prometheus)");

        Assert.Equal(0, Promtool("check", "rules", Path.Combine(Repository.Root, Rules)));
        Assert.Equal(0, Promtool("test", "rules", Path.Combine(Repository.Root, Tests)));
    }

    private static int Promtool(params string[] arguments)
    {
        using Process process = Process.Start("promtool", arguments);
        process.WaitForExit();
        return process.ExitCode;
    }

    [GeneratedRegex(@"(?m)^ +- alert: (\w+)$")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"(?m)^### (\w+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?m)^ +runbook: (\S+)$")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^\| `[\w.]+` \| `(\w+)` \| (\w+) \|")]
    private static partial Regex Documented();

    [GeneratedRegex(@"\b(?:padener_stream|messaging_client)_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();
}
