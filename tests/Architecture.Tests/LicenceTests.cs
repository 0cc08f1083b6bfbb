using System.Xml.Linq;

namespace PaDeNer.Architecture.Tests;

public class LicenceTests
{
    /// <summary>Groups of packages that are in no published folder.</summary>
    private static readonly string[] NotAtRunTime = ["Tools", "Benchmarks", "Tests"];

    [Fact]
    public void The_licence_is_Apache_2()
    {
        string licence = Repository.Read("LICENSE");

        Assert.Contains("Apache License", licence, StringComparison.Ordinal);
        Assert.Contains("Version 2.0, January 2004", licence, StringComparison.Ordinal);
        Assert.Contains("END OF TERMS AND CONDITIONS", licence, StringComparison.Ordinal);
        Assert.Equal("Apache-2.0", XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("PackageLicenseExpression").Single().Value);
    }

    [Fact]
    public void The_notice_names_every_package_of_run_time()
    {
        string notice = Repository.Read("NOTICE");
        string missing = string.Join(", ", PackagesOfRunTime().Where(package => !notice.Contains(package, StringComparison.Ordinal)));

        Assert.True(
            missing.Length == 0,
            $"NOTICE does not name {missing}, which Directory.Packages.props has for run time: add it there with its licence, or put it into a group labelled {string.Join(" or ", NotAtRunTime)}.");
    }

    [Fact]
    public void What_is_published_references_packages_of_run_time_only()
    {
        HashSet<string> allowed = [.. PackagesOfRunTime()];
        string[] projects = [.. Published("Daemon").Distinct()];
        string[] others = [.. from project in projects
            from package in ReferencesOf(project, "PackageReference")
            where !allowed.Contains(package)
            select $"src/{project} references {package}"];

        Assert.Contains("Decoding.LLamaSharp", projects);
        Assert.Empty(others);
    }

    [Fact]
    public void Every_package_of_run_time_is_referenced_by_what_is_published()
    {
        HashSet<string> referenced = [.. Published("Daemon").SelectMany(static project => ReferencesOf(project, "PackageReference"))];
        string[] idle = [.. PackagesOfRunTime().Except(referenced)];

        Assert.Empty(idle);
    }

    [Fact]
    public void The_notice_says_which_licence_the_models_have()
    {
        string notice = Repository.Read("NOTICE");

        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "models"), "*.gguf").Select(static path => $"models/{Path.GetFileName(path)}"),
            model =>
            {
                Assert.Contains(model, notice, StringComparison.Ordinal);
                Assert.Contains("| licence | CC BY-SA 4.0", Repository.Read(Path.ChangeExtension(model, ".md")), StringComparison.Ordinal);
            });
        Assert.Contains("CC BY-SA 4.0", notice, StringComparison.Ordinal);
    }

    /// <summary>A project and all that it references.</summary>
    private static IEnumerable<string> Published(string project) =>
        ReferencesOf(project, "ProjectReference").SelectMany(static path => Published(Path.GetFileNameWithoutExtension(path))).Prepend(project);

    private static IEnumerable<string> ReferencesOf(string project, string kind) =>
        XDocument.Parse(Repository.Read($"src/{project}/{project}.csproj")).Descendants(kind).Select(static reference => reference.Attribute("Include")!.Value);

    /// <summary>Those with a version, but for what only tests, benchmarks and the compiler use.</summary>
    private static List<string> PackagesOfRunTime()
    {
        HashSet<string> compiler = [.. XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("PackageReference")
            .Where(static package => (string?)package.Attribute("PrivateAssets") == "all")
            .Select(static package => package.Attribute("Include")!.Value)];
        List<string> packages = [.. XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Where(static package => !NotAtRunTime.Contains((string?)package.Parent!.Attribute("Label")))
            .Select(static package => package.Attribute("Include")!.Value)
            .Where(package => !compiler.Contains(package))];
        Assert.NotEmpty(packages);
        return packages;
    }
}
