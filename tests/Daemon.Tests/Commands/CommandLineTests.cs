using System.CommandLine;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Tests.Extraction;

namespace PaDeNer.Daemon.Tests.Commands;

public class CommandLineTests
{
    [Theory]
    [InlineData(true, ExitCode.Usage)]
    [InlineData(false, ExitCode.Configuration)]
    public async Task A_wrong_setting_is_wrong_usage_where_it_was_typed(bool typed, int code)
    {
        Command verb = new("verb");
        verb.SetAction((_, _) => throw new ConfigurationException("Model:Labels is wrong.") { IsUsage = typed });

        Assert.Equal(code, await CommandLine.RunAsync(new RootCommand { verb }, static _ => null, ["verb"]));
    }

    [Theory]
    [InlineData("help", "verb")]
    [InlineData("verb", "--help")]
    public async Task Help_of_a_verb_is_what_the_verb_says_with_help(params string[] arguments)
    {
        Command verb = new("verb", "Does it.");
        bool acted = false;
        verb.SetAction(_ => acted = true);

        Assert.Equal((ExitCode.Success, false), (await CommandLine.RunAsync(new RootCommand { verb }, static name => $"All about {name}.", arguments), acted));
        Assert.Equal("All about verb.", verb.Description);
    }

    [Fact]
    public void Labels_that_cannot_be_asked_are_wrong_usage_only_where_the_command_line_named_them()
    {
        ConfigurationException open = Assert.Throws<ConfigurationException>(() => TestExtractor.CreateOpen(new ModelOptions { Labels = "ship,_" }));
        ConfigurationException closed = Assert.Throws<ConfigurationException>(() => TestExtractor.Create(options: new ModelOptions { Labels = "ORGA" }));

        Assert.True(ExtractorLoader.WasTyped(open, Configuration(new KeyValuePair<string, string?>("Model:Labels", "ship,_"))));
        Assert.False(ExtractorLoader.WasTyped(open, Configuration()));
        Assert.True(ExtractorLoader.WasTyped(closed, Configuration(new KeyValuePair<string, string?>("Model:Labels", "ORGA"))));
        Assert.False(ExtractorLoader.WasTyped(closed, Configuration()));
    }

    private static DaemonConfiguration Configuration(params KeyValuePair<string, string?>[] typed) => DaemonConfiguration.Load(null, typed, DaemonSettings.Catalog);
}
