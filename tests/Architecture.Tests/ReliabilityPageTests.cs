using System.Text.RegularExpressions;

namespace PaDeNer.Architecture.Tests;

/// <summary>The page of promises names tests, and those are there.</summary>
public partial class ReliabilityPageTests
{
    private const string Page = "docs/reliability.md";

    [Fact]
    public void Every_promise_names_a_test()
    {
        string[] promises = [.. Promise().Matches(Section().Match(Repository.Read(Page)).Value).Select(static row => row.Value)];

        Assert.NotEmpty(promises);
        Assert.All(promises, static row => Assert.True(TestName().IsMatch(row), $"{Page}: no test is named in: {row}"));
    }

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        Dictionary<string, string> files = Repository.Sources("tests").Where(static file => file.EndsWith("Tests.cs", StringComparison.Ordinal))
            .GroupBy(static file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(static file => file.Key, static file => string.Concat(file.Select(Repository.Read)), StringComparer.Ordinal);

        Assert.All(TestName().Matches(Repository.Read(Page)), name =>
            Assert.True(files.TryGetValue(name.Groups[1].Value, out string? source) && IsTest(source, name.Groups[2].Value), $"{Page}: there is no test {name.Value}"));
    }

    // The attribute stands above it, perhaps with data between.
    private static bool IsTest(string source, string method) =>
        Regex.IsMatch(source, $@"\[(?:Fact|Theory)[^\]]*\](?:\s*\[[^\]]*\])*\s*public (?:async Task|void) {Regex.Escape(method)}\(");

    [GeneratedRegex(@"(?ms)^## Promises$.*?(?=^## )")]
    private static partial Regex Section();

    [GeneratedRegex(@"(?m)^\| (?!promise|---).*$")]
    private static partial Regex Promise();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();
}
