using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Decoding.Tests.Prompting;

public class ReadTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Ada met Bob", "Ada met Bob")]
    [InlineData("Ada\r\n\r\nBob", "Ada\r\n\r\nBob")]
    [InlineData("Ada     Bob", "Ada    Bob")]
    [InlineData("     Ada\n\n\n\n\n\nBob\t\t\t\t\t", "    Ada\n\n\n\nBob\t\t\t\t")]
    [InlineData("\n \t\u3000\u00a0\u2003x", "\n \t\u3000x")]
    public void Of_a_long_run_of_white_space_the_beginning_is_read(string text, string read) => Assert.Equal(read, ReadText.Of(text).Read);

    [Fact]
    public void A_text_without_long_runs_is_read_as_it_is()
    {
        const string Text = "Ada met Bob.\n\nIn London.";

        Assert.Same(Text, ReadText.Of(Text).Read);
    }

    [Fact]
    public void Every_character_that_is_read_is_found_again_in_the_text()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(2) == 0
                ? new string(' ', random.Next(12))
                : new string((char)('a' + random.Next(26)), 1 + random.Next(3))));
            ReadText read = ReadText.Of(text);

            Assert.All(Enumerable.Range(0, read.Read.Length), i => Assert.Equal(read.Read[i], text[read.ToSource(i)]));
            Assert.Equal(text.Where(static c => c != ' '), read.Read.Where(static c => c != ' '));
            Assert.Equal(Enumerable.Range(0, read.Read.Length).Select(read.ToSource).Distinct().Order(), Enumerable.Range(0, read.Read.Length).Select(read.ToSource));
            Assert.DoesNotContain(new string(' ', ReadText.LongestRun + 1), read.Read, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_piece_ends_before_the_first_long_run_in_it()
    {
        ReadText read = ReadText.Of("Ada      met Bob      in Rome");

        Assert.Equal(3, read.EndBeforeRun(0, read.Read.Length));
        Assert.Equal(14, read.EndBeforeRun(7, read.Read.Length));
        Assert.Equal(14, read.EndBeforeRun(7, 14));
        Assert.Equal(read.Read.Length, read.EndBeforeRun(18, read.Read.Length));
    }
}
