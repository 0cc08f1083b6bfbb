using System.Text.RegularExpressions;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Architecture.Tests;

public partial class ShippedConfigTests
{
    private static readonly DaemonConfiguration Shipped =
        DaemonConfiguration.Load(Path.Combine(Repository.Root, "config", "padener.json"), [], DaemonSettings.Catalog);

    [Fact]
    public void The_shipped_configuration_has_no_errors() => Assert.Empty(DaemonSettings.Check(Shipped));

    [Fact]
    public void It_names_every_setting_and_nothing_else()
    {
        string json = Repository.Read("config/padener.json");
        string[] settings = [.. DaemonSettings.Catalog.Settings.Where(static setting => setting.Key != "Logging").Select(static setting => setting.Key)];

        Assert.All(settings, key => Assert.Contains($"\"{key.Split(':')[1]}\":", json, StringComparison.Ordinal));
        Assert.Equal(settings.Select(static key => key.Split(':')[0]).Distinct().Order(), Shipped.Root.GetChildren().Select(static section => section.Key).Order());
    }

    [Fact]
    public void Its_values_are_the_built_in_defaults() => Assert.All(
        DaemonSettings.Catalog.Settings.Where(static setting => !setting.IsOpen),
        setting => Assert.Equal(Plain(setting.Default, setting.Type), Plain(Shipped.Root[setting.Key], setting.Type)));

    [Fact]
    public void Every_setting_is_documented_and_every_documented_one_exists()
    {
        string page = Repository.Read("docs/configuration.md");
        HashSet<string> known = [.. DaemonSettings.Catalog.Settings.Select(static setting => setting.Key)];

        Assert.All(known.Where(static key => key != "Logging"), key => Assert.Contains($"| `{key}` |", page, StringComparison.Ordinal));
        Assert.Empty(Row().Matches(page).Select(static match => match.Groups[1].Value).Except(known));
    }

    [Fact]
    public void Samples_are_many_and_their_ids_are_their_own()
    {
        string[] ids = [.. File.ReadLines(Path.Combine(Repository.Root, "config", "samples", "news.jsonl"))
            .Select(static line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!)];

        Assert.True(ids.Length >= 40);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private static string Plain(string? value, Type type) => type switch
    {
        _ when string.IsNullOrEmpty(value) => string.Empty,
        _ when type == typeof(TimeSpan) => TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture).ToString(),
        _ => value.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant(),
    };

    [GeneratedRegex(@"(?m)^\| `(\w+:\w+)` \|")]
    private static partial Regex Row();
}
