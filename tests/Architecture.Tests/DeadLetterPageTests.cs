using System.Reflection;
using System.Text.RegularExpressions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Architecture.Tests;

/// <summary>The page of dead letters and the constants name the same headers.</summary>
public partial class DeadLetterPageTests
{
    [Fact]
    public void The_page_lists_every_header_and_no_other()
    {
        string[] constants = [.. typeof(DeadLetterHeaders).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static field => field.IsLiteral).Select(static field => (string)field.GetRawConstantValue()!)];

        Assert.NotEmpty(constants);
        Assert.Equal(constants.Order(), Row().Matches(Repository.Read("docs/dead-letters.md")).Select(static row => row.Groups[1].Value).Order());
        Assert.Equal(constants.Order(), DeadLetterHeaders.OfFault.Concat(DeadLetterHeaders.Provenance).Order());
    }

    [GeneratedRegex(@"(?m)^\| `(padener-[\w-]+)` \|")]
    private static partial Regex Row();
}
