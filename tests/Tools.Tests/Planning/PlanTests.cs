using PaDeNer.Daemon.Configuration;
using PaDeNer.Simulation;
using PaDeNer.Tools.Planning;

namespace PaDeNer.Tools.Tests.Planning;

public class PlanTests
{
    private static readonly DeviceProfile Shipped = ProfileFiles.Read("cpu-2-cores");

    [Fact]
    public void Every_profile_that_comes_with_the_daemon_can_be_read_and_is_named_like_its_file()
    {
        Assert.NotEmpty(ProfileFiles.Names);
        Assert.All(ProfileFiles.Names, static name => Assert.Equal(name, ProfileFiles.Read(name).Name));
    }

    [Fact]
    public void A_profile_is_read_as_it_was_written()
    {
        string path = Path.GetTempFileName();
        try
        {
            ProfileFiles.Write(path, Shipped);

            DeviceProfile read = ProfileFiles.Read(path);

            Assert.Equal(Shipped.StepMilliseconds, read.StepMilliseconds);
            Assert.Equal(Shipped.Documents.TextTokens, read.Documents.TextTokens);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_profile_nobody_knows_is_refused_with_those_there_are() =>
        Assert.Contains("cpu-2-cores", Assert.Throws<ConfigurationException>(static () => ProfileFiles.Read("abacus")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "not valid")]
    [InlineData("nonsense", "not valid")]
    public void A_file_that_is_no_profile_is_refused(string content, string says)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);

            Assert.Contains(says, Assert.Throws<ConfigurationException>(() => ProfileFiles.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("{\"text\":\"Ada met Charles in London\",\"labels\":[\"PER\",\"LOC\"],\"entities\":[{},{},{}]}\n{\"text\":\"nobody\",\"labels\":[\"PER\",\"LOC\"],\"entities\":[]}", 2, 1.5)]
    public void Documents_tell_their_labels_and_mentions(string lines, int labels, double mentions)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, lines);

            DocumentMix mix = DocumentMixFile.Read(path, Shipped);

            Assert.Equal((labels, mentions), (mix.Labels, mix.MentionsPerDocument));
            Assert.True(mix.TextTokens[0] < mix.TextTokens[^1]);
            File.WriteAllText(path, "{\"txt\":1}");
            Assert.Contains("line 1", Assert.Throws<ConfigurationException>(() => DocumentMixFile.Read(path, Shipped)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("[\n{\"text\":\"Ada\"}\n]", "line 1: this begins like a JSON array; write one object a line.")]
    [InlineData("\n  [{\"text\":\"Ada\"}]", "line 2: this begins like a JSON array; write one object a line.")]
    [InlineData("{\"text\":\"a\"}\n{\"text\":", "line 2: not valid JSON at byte 9.")]
    [InlineData("{\"text\":\"a\",\"entities\":[],\"entities\":[]}", "line 1: a field is given twice.")]
    public void Documents_that_cannot_be_read_are_named_by_one_line_in_plain_words(string content, string says)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);

            Assert.Equal($"{path}, {says}", Assert.Throws<ConfigurationException>(() => DocumentMixFile.Read(path, Shipped)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Documents_may_be_compressed()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (System.IO.Compression.GZipStream gzip = new(File.Create(path), System.IO.Compression.CompressionLevel.Fastest))
            {
                gzip.Write("{\"text\":\"Ada met Charles\",\"labels\":[\"PER\"],\"entities\":[{},{}]}\n"u8);
            }

            Assert.Equal(2, DocumentMixFile.Read(path, Shipped).MentionsPerDocument);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_profile_is_never_written_over_its_documents()
    {
        string path = Path.GetTempFileName();
        string link = path + ".link";
        try
        {
            File.CreateSymbolicLink(link, path);

            Assert.Equal(
                "--record and --documents are the same file; it would be written over while it is read.",
                new PlanArguments(null, null, null, path, 1, false, link).Problem());
        }
        finally
        {
            File.Delete(link);
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(null, 100.0, "p", 1.0, null, "--rate, --slo and --profile")]
    [InlineData(0.0, 100.0, "p", 1.0, null, "--rate wants")]
    [InlineData(5.0, -1.0, "p", 1.0, null, "--slo wants")]
    [InlineData(5.0, 100.0, "p", 0.5, null, "--burst wants")]
    [InlineData(null, null, null, 1.0, "x.json", "--documents FILE")]
    public void A_question_that_makes_no_sense_is_refused(double? rate, double? slo, string? profile, double burst, string? record, string says) =>
        Assert.Contains(says, new PlanArguments(rate, slo, profile, null, burst, false, record).Problem(), StringComparison.Ordinal);

    [Fact]
    public void The_table_names_what_is_needed_or_why_nothing_does()
    {
        PlanRequest easy = new(20, TimeSpan.FromSeconds(2), Shipped, Shipped.Documents, Simulated: 1000);
        PlanRequest impossible = easy with { Objective = TimeSpan.FromMilliseconds(0.5) };

        PlanAnswer answer = CapacityPlanner.Answer(easy);

        Assert.Contains(PlanTable.Lines(easy, answer), line => line.StartsWith("needed", StringComparison.Ordinal) && line.Contains($"{answer.Partitions} partitions", StringComparison.Ordinal));
        Assert.Contains(PlanTable.Lines(impossible, CapacityPlanner.Answer(impossible)), static line => line.Contains("even an idle one takes", StringComparison.Ordinal));
    }
}
