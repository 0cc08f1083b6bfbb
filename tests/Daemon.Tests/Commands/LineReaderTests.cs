using System.Text;
using PaDeNer.Daemon.Commands.Extracting;

namespace PaDeNer.Daemon.Tests.Commands;

public class LineReaderTests
{
    [Theory]
    [InlineData("a\nb\n", new[] { "a", "b" })]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\nb\r\n", new[] { "a", "b" })]
    [InlineData("a\n\nb\n", new[] { "a", "", "b" })]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    public async Task Lines_are_what_lies_between_line_ends(string text, string[] expected) =>
        Assert.Equal(expected, (await Read(text, limit: 100)).Select(static line => Encoding.UTF8.GetString(line.Bytes!)));

    [Fact]
    public async Task Lines_are_counted_from_one() =>
        Assert.Equal([1, 2, 3], (await Read("x\n\ny\n", limit: 100)).Select(static line => line.Number));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task A_line_above_the_limit_is_measured_and_not_kept_and_the_next_one_is_whole(int chunk)
    {
        List<InputLine> lines = await Read($"short\n{new string('x', 5000)}\nnext\n", limit: 20, chunk);

        Assert.Equal([5, 5000, 4], lines.Select(static line => line.Length));
        Assert.Null(lines[1].Bytes);
        Assert.Equal("next", Encoding.UTF8.GetString(lines[2].Bytes!));
    }

    [Fact]
    public async Task A_line_of_just_the_limit_is_kept() => Assert.Equal(20, (await Read(new string('x', 20), limit: 20))[0].Bytes!.Length);

    [Fact]
    public async Task Spaces_make_no_document() => Assert.All(await Read(" \n\t\n\n  \t ", limit: 20), static line => Assert.True(line.IsBlank));

    private static async Task<List<InputLine>> Read(string text, int limit, int chunk = 4096)
    {
        List<InputLine> lines = [];
        using ChunkedStream stream = new(Encoding.UTF8.GetBytes(text), chunk);
        await foreach (InputLine line in LineReader.ReadAsync(stream, limit, TestContext.Current.CancellationToken))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Gives so many bytes at a time.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
