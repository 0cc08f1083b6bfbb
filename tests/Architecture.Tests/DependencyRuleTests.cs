using System.Text.RegularExpressions;

namespace PaDeNer.Architecture.Tests;

public partial class DependencyRuleTests
{
    private const string Page = "docs/design/code-structure.md";

    /// <summary>What each project may reference, and namespaces it must never use.</summary>
    private static readonly Dictionary<string, (string[] May, string[] Never)> Projects = new(StringComparer.Ordinal)
    {
        ["Decoding"] = ([], ["Microsoft.Extensions", "System.Threading", "System.IO", "PaDeNer.Batching", "PaDeNer.Streaming", "PaDeNer.Daemon", "PaDeNer.Decoding.LLamaSharp", "Confluent", "OpenTelemetry"]),
        ["Decoding.LLamaSharp"] = (["Decoding"], ["PaDeNer.Batching", "PaDeNer.Streaming", "PaDeNer.Daemon", "Confluent", "OpenTelemetry", "Microsoft.Extensions"]),
        ["Batching"] = (["Decoding"], ["PaDeNer.Decoding.LLamaSharp", "PaDeNer.Streaming", "PaDeNer.Daemon", "Confluent", "OpenTelemetry", "Microsoft.Extensions"]),
        ["Streaming"] = (["Batching", "Decoding"], ["PaDeNer.Decoding.LLamaSharp", "PaDeNer.Daemon", "PaDeNer.Streaming.Kafka", "Confluent", "OpenTelemetry", "Microsoft.AspNetCore"]),
        ["Streaming.Kafka"] = (["Streaming"], ["PaDeNer.Decoding.LLamaSharp", "PaDeNer.Batching", "PaDeNer.Daemon", "OpenTelemetry", "Microsoft.AspNetCore"]),
        ["Simulation"] = (["Batching", "Decoding"], ["System.Threading", "System.IO", "PaDeNer.Decoding.LLamaSharp", "PaDeNer.Streaming", "PaDeNer.Daemon", "Confluent", "OpenTelemetry", "Microsoft.Extensions"]),
        ["Training"] = (["Decoding"], ["Microsoft.Extensions", "System.Threading", "System.IO", "PaDeNer.Batching", "PaDeNer.Streaming", "PaDeNer.Daemon", "PaDeNer.Decoding.LLamaSharp", "Confluent", "OpenTelemetry"]),
        ["Benchmarking"] = (["Batching", "Decoding", "Training"], ["PaDeNer.Streaming", "PaDeNer.Daemon", "PaDeNer.Decoding.LLamaSharp", "Confluent", "OpenTelemetry", "Microsoft.Extensions"]),
        ["Daemon"] = (["Batching", "Decoding", "Decoding.LLamaSharp", "Streaming", "Streaming.Kafka"], []),
        ["Tools"] = (["Batching", "Benchmarking", "Daemon", "Decoding", "Simulation", "Training"], ["PaDeNer.Decoding.LLamaSharp", "PaDeNer.Daemon.Health", "PaDeNer.Daemon.Telemetry", "PaDeNer.Streaming.Partitions", "PaDeNer.Streaming.Ports", "Confluent", "OpenTelemetry"]),
    };

    /// <summary>What each folder of a project may use; a folder may always use itself.</summary>
    private static readonly Dictionary<string, Dictionary<string, string[]>> Folders = new(StringComparer.Ordinal)
    {
        ["Decoding"] = new(StringComparer.Ordinal)
        {
            ["Documents"] = [],
            ["Sequences"] = [],
            ["Sampling"] = ["Sequences"],
            ["Engine"] = ["Sequences"],
            ["Prompting"] = ["Documents", "Sequences"],
            ["Verbatim"] = ["Sequences", "Prompting"],
            ["Entities"] = ["Documents", "Prompting"],
            ["Planning"] = ["Documents", "Sequences", "Engine", "Prompting", "Verbatim", "Entities"],
        },
        ["Decoding.LLamaSharp"] = new(StringComparer.Ordinal)
        {
            ["Gguf"] = [],
            ["Interop"] = [],
            ["Mirror"] = [],
        },
        ["Batching"] = new(StringComparer.Ordinal)
        {
            ["Deadlines"] = [],
            ["Slots"] = ["Deadlines"],
            ["Admission"] = ["Deadlines", "Slots"],
            ["Scheduling"] = ["Deadlines", "Slots", "Admission"],
            ["Execution"] = ["Deadlines", "Slots", "Admission", "Scheduling"],
            ["Extraction"] = ["Deadlines", "Slots", "Admission", "Scheduling", "Execution"],
        },
        ["Benchmarking"] = new(StringComparer.Ordinal)
        {
            ["Workloads"] = [],
            ["ForcedDecoding"] = ["Workloads"],
            ["Systems"] = ["Workloads", "ForcedDecoding"],
            ["Load"] = ["Workloads", "Systems"],
            ["LlamaServer"] = ["Workloads", "ForcedDecoding", "Systems", "Load"],
            ["Reports"] = ["Workloads", "Systems", "Load"],
            ["Suites"] = ["Workloads", "ForcedDecoding", "Systems", "LlamaServer", "Load", "Reports"],
        },
        ["Training"] = new(StringComparer.Ordinal)
        {
            ["Datasets"] = [],
            ["Reformulation"] = ["Datasets"],
            ["Evaluation"] = [],
            ["Predictions"] = ["Datasets", "Evaluation"],
            ["Pictures"] = ["Evaluation"],
        },
        ["Tools"] = new(StringComparer.Ordinal)
        {
            ["Planning"] = [],
            ["Benchmarking"] = ["Planning"],
            ["Evaluating"] = [],
            ["Reformulating"] = [],
        },
        ["Streaming"] = new(StringComparer.Ordinal)
        {
            ["Records"] = [],
            ["Formats"] = ["Records"],
            ["Ports"] = ["Records"],
            ["Partitions"] = ["Records", "Ports"],
            ["Journal"] = ["Records", "Ports", "Partitions"],
            ["Ingress"] = ["Records", "Formats", "Ports", "Partitions"],
            ["Egress"] = ["Records", "Formats", "Ports", "Partitions"],
        },
        ["Streaming.Kafka"] = new(StringComparer.Ordinal)
        {
            ["Settings"] = [],
            ["Clients"] = ["Settings"],
            ["Embedded"] = ["Clients"],
            ["Topics"] = ["Settings", "Clients"],
            ["Source"] = ["Settings", "Clients"],
            ["Sink"] = ["Settings", "Clients", "Source"],
        },
        ["Daemon"] = new(StringComparer.Ordinal)
        {
            ["Configuration"] = [],
            ["Telemetry"] = ["Configuration"],
            ["Extraction"] = ["Configuration", "Telemetry"],
            ["Health"] = ["Configuration", "Telemetry"],
            ["Api"] = ["Configuration", "Telemetry", "Extraction", "Health"],
            ["Hosting"] = ["Configuration", "Telemetry", "Extraction", "Health", "Api"],
            ["Commands"] = ["Configuration", "Telemetry", "Extraction", "Health", "Api", "Hosting"],
        },
    };

    /// <summary>Namespaces that only some places may use.</summary>
    private static readonly (string Namespace, string[] Only)[] Guarded =
    [
        ("PaDeNer.Decoding.LLamaSharp", ["src/Decoding.LLamaSharp/", "src/Daemon/Extraction/EngineFactory.cs"]),
        ("Confluent.Kafka", ["src/Streaming.Kafka/", "src/Daemon/Commands/Demonstration/DemoClient.cs", "src/Daemon/Commands/Diagnosis/VersionCheck.cs"]),
        ("OpenTelemetry", ["src/Daemon/Telemetry/"]),
        ("PaDeNer.Simulation", ["src/Simulation/", "src/Tools/"]),
        ("PaDeNer.Training", ["src/Training/", "src/Benchmarking/", "src/Tools/"]),
        ("PaDeNer.Benchmarking", ["src/Benchmarking/", "src/Tools/"]),
        ("ScottPlot", ["src/Training/Pictures/", "src/Benchmarking/Reports/BenchPictures.cs", "src/Benchmarking/Suites/LoadPicture.cs"]),
        ("SkiaSharp", ["src/Training/Pictures/"]),
        ("Spectre.Console", ["src/Daemon/Commands/", "src/Tools/"]),
        ("System.CommandLine", ["src/Daemon/Commands/", "src/Tools/"]),
    ];

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    [Fact]
    public void Every_project_has_its_rules() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(static path => Path.GetFileNameWithoutExtension(path)).Order(),
        Projects.Keys.Order());

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void A_project_references_only_what_it_may(string project)
    {
        string file = $"src/{project}/{project}.csproj";
        string[] referenced = [.. ProjectReference().Matches(Repository.Read(file)).Select(static match => match.Groups[1].Value)];

        Assert.True(referenced.All(Projects[project].May.Contains), $"{file} references {string.Join(", ", referenced.Except(Projects[project].May))}");
    }

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void A_project_uses_no_namespace_that_is_not_its_business(string project) => Refuse(
        from file in Repository.Sources($"src/{project}")
        from used in Usings(file)
        where Projects[project].Never.Any(never => Within(used, never)) && !(project == "Batching" && used.StartsWith("System", StringComparison.Ordinal))
        select $"{file} uses {used}");

    [Fact]
    public void A_folder_uses_only_folders_before_it() => Refuse(
        from project in Folders
        from file in Repository.Sources($"src/{project.Key}")
        let folder = FolderOf(file)
        where folder is not null
        from used in Usings(file)
        where used.StartsWith($"PaDeNer.{project.Key}.", StringComparison.Ordinal)
        let other = used[$"PaDeNer.{project.Key}.".Length..].Split('.')[0]
        // Another project whose name begins with this one's.
        where !Projects.ContainsKey($"{project.Key}.{other}")
        where other != folder && !(project.Value.TryGetValue(folder, out string[]? may) && may.Contains(other))
        select $"{file} uses {used}");

    [Fact]
    public void Every_folder_has_its_place_in_the_order() => Refuse(
        from project in Folders
        from folder in Repository.Sources($"src/{project.Key}").Select(FolderOf).Distinct()
        where folder is not null && !project.Value.ContainsKey(folder)
        select $"src/{project.Key}/{folder} has no place in {nameof(DependencyRuleTests)}");

    [Fact]
    public void Libraries_stay_where_they_belong() => Refuse(
        from file in Repository.Sources("src")
        from used in Usings(file)
        from guarded in Guarded
        where Within(used, guarded.Namespace) && !guarded.Only.Any(place => file.StartsWith(place, StringComparison.Ordinal))
        select $"{file} uses {used}");

    [Fact]
    public void Only_the_native_adapter_may_be_unsafe() => Refuse(
        from project in Projects.Keys
        where project is not ("Decoding.LLamaSharp" or "Decoding") && Repository.Read($"src/{project}/{project}.csproj").Contains("AllowUnsafeBlocks", StringComparison.Ordinal)
        select project);

    // The library's encoders have pointers in their signatures.
    [Fact]
    public void In_the_pure_part_only_the_JSON_encoder_says_unsafe() => Assert.Equal(
        ["src/Decoding/Documents/PlainJsonEncoder.cs"],
        Repository.Sources("src/Decoding").Where(static file => UnsafeWord().IsMatch(Repository.Read(file))));

    [Fact]
    public void Only_one_place_says_what_is_escaped_in_JSON() => Assert.Equal(
        ["src/Decoding/Documents/PlainJsonEncoder.cs"],
        Repository.Sources("src").Where(static file => Repository.Read(file).Contains("UnsafeRelaxedJsonEscaping", StringComparison.Ordinal)));

    [Fact]
    public void No_file_is_longer_than_four_hundred_lines() => Refuse(
        from file in Repository.Sources("src")
        where File.ReadLines(Path.Combine(Repository.Root, file)).Count() > 400
        select file);

    [Fact]
    public void The_page_says_who_may_reference_whom() => Assert.Equal(
        Projects.Select(static project => $"{project.Key}: {string.Join(", ", project.Value.May.Order())}").Order(),
        PageRow().Matches(Repository.Read(Page)).Select(static row => $"{row.Groups[1].Value}: {string.Join(", ", row.Groups[2].Value.Split(", ").Where(static other => other != "-").Order())}").Order());

    [Fact]
    public void The_page_lists_folders_in_an_order_in_which_each_uses_only_those_before_it()
    {
        Dictionary<string, string[]> listed = PageOrder().Matches(Repository.Read(Page))
            .ToDictionary(static line => line.Groups[1].Value, static line => line.Groups[2].Value.Split(", "), StringComparer.Ordinal);

        Assert.Equal(Folders.Keys.Order(), listed.Keys.Order());
        foreach ((string project, Dictionary<string, string[]> folders) in Folders)
        {
            Assert.Equal(folders.Keys.Order(), listed[project].Order());
            Assert.All(folders, folder => Assert.All(folder.Value, other =>
                Assert.True(Array.IndexOf(listed[project], other) < Array.IndexOf(listed[project], folder.Key), $"{project}: {other} is listed after {folder.Key}")));
        }
    }

    private static void Refuse(IEnumerable<string> violations) => Assert.Empty(violations);

    private static bool Within(string used, string space) => used == space || used.StartsWith(space + ".", StringComparison.Ordinal);

    private static string? FolderOf(string file) => file.Split('/') is { Length: > 3 } parts ? parts[2] : null;

    private static IEnumerable<string> Usings(string file) => Using().Matches(Repository.Read(file)).Select(static match => match.Groups[1].Value);

    [GeneratedRegex(@"\bunsafe\b")]
    private static partial Regex UnsafeWord();

    [GeneratedRegex(@"(?m)^\| `src/([\w.]+)` \| .* \| ([^|]+) \|$")]
    private static partial Regex PageRow();

    [GeneratedRegex(@"(?m)^- ([\w.]+): ([^.]+)\.$")]
    private static partial Regex PageOrder();

    [GeneratedRegex("""<ProjectReference Include="\.\./[^"]*/([\w.]+)\.csproj" />""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"(?m)^(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);")]
    private static partial Regex Using();
}
