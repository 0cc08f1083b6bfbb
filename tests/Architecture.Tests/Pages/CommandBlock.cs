using System.Text.RegularExpressions;

namespace PaDeNer.Architecture.Tests.Pages;

/// <summary>Commands that a page shows, and what its comment says of how they are checked.</summary>
/// <param name="Page">The page's file.</param>
/// <param name="Line">The line of the block's fence.</param>
/// <param name="Marking">What stands in <c>&lt;!-- command: ... --&gt;</c> above it; null where nothing does.</param>
/// <param name="Text">The commands.</param>
internal sealed partial record CommandBlock(string Page, int Line, string? Marking, string Text)
{
    /// <summary>All blocks of the pages that people read commands in.</summary>
    public static IReadOnlyList<CommandBlock> All { get; } = [.. MarkdownPages.WithCommands.SelectMany(static page => In(page, Repository.Read(page)))];

    /// <summary>The blocks of one page.</summary>
    public static IEnumerable<CommandBlock> In(string page, string text) => Block().Matches(text).Select(match => new CommandBlock(
        page,
        text.AsSpan(0, match.Groups["fence"].Index).Count('\n') + 1,
        match.Groups["marking"] is { Success: true, Value: { } marking } ? marking.Trim() : null,
        match.Groups["text"].Value));

    /// <inheritdoc/>
    public override string ToString() => $"{Page}:{Line}";

    [GeneratedRegex(@"(?ms)^(?:<!-- command:(?<marking>[^\n]*?)-->\n)?(?<fence> *```(?:sh|bash|console)\n)(?<text>.*?)^ *```$")]
    private static partial Regex Block();
}
