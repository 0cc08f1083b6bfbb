using System.Text;
using System.Text.RegularExpressions;

namespace PaDeNer.Architecture.Tests.Pages;

/// <summary>Links and pictures of the pages lead somewhere.</summary>
public partial class LinkTests
{
    [Fact]
    public void Every_file_and_heading_that_a_page_links_to_is_there() => Assert.Empty(MarkdownPages.All.SelectMany(static page => Broken(page, Repository.Read(page))));

    [Theory]
    [InlineData("[a](nothing.md)", "nothing.md")]
    [InlineData("![a](docs/images/nothing.svg)", "docs/images/nothing.svg")]
    [InlineData("[a](docs/evaluation.md#nothing)", "#nothing")]
    [InlineData("# Head\n\n[a](#head) [b](#heads)", "#heads")]
    public void A_link_that_leads_nowhere_is_found(string text, string said) => Assert.Contains(said, Assert.Single(Broken("README.md", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("# Head, or: `code` (x)?\n\n[a](#head-or-code-x)")]
    [InlineData("## A [link](README.md)\n## A link\n\n[a](#a-link) [b](#a-link-1)")]
    [InlineData("`[a](nothing.md)`\n\n```json\n[a](nothing.md)\n```\n[a](docs) [b](https://example.com/nothing.md)")]
    public void A_link_that_leads_somewhere_is_not(string text) => Assert.Empty(Broken("README.md", text));

    private static IEnumerable<string> Broken(string page, string text)
    {
        foreach (Match link in Link().Matches(Code().Replace(text, string.Empty)))
        {
            string[] parts = link.Groups[1].Value.Split('#', 2);
            if (link.Groups[1].Value.Contains("://", StringComparison.Ordinal) || parts[0].StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            string target = parts[0].Length == 0 ? page : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, parts[0])));
            string path = Path.Combine(Repository.Root, target);
            if (!Path.Exists(path))
            {
                yield return $"{page}: there is no {target}";
            }
            else if (parts.Length == 2 && target.EndsWith(".md", StringComparison.Ordinal) && !Anchors(parts[0].Length == 0 ? text : File.ReadAllText(path)).Contains(parts[1]))
            {
                yield return $"{page}: {target} has no heading #{parts[1]}";
            }
        }
    }

    /// <summary>What GitHub makes of a page's headings.</summary>
    private static HashSet<string> Anchors(string text)
    {
        HashSet<string> anchors = [];
        foreach (Match heading in Heading().Matches(Fenced().Replace(text, string.Empty)))
        {
            StringBuilder slug = new();
            foreach (char letter in Linked().Replace(heading.Groups[1].Value.Trim(), "$1").ToLowerInvariant())
            {
                _ = letter == ' ' ? slug.Append('-') : char.IsLetterOrDigit(letter) || letter is '-' or '_' ? slug.Append(letter) : slug;
            }

            string anchor = slug.ToString();
            for (int again = 1; !anchors.Add(anchor); again++)
            {
                anchor = $"{slug}-{again}";
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?ms)^ *```.*?^ *```$|(?<!`)`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?ms)^ *```.*?^ *```$")]
    private static partial Regex Fenced();

    [GeneratedRegex(@"(?m)^#{1,6} (.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Linked();
}
