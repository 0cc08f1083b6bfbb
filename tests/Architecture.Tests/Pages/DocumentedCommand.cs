using System.CommandLine;
using System.Text.RegularExpressions;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Tools;

namespace PaDeNer.Architecture.Tests.Pages;

/// <summary>A command of a page, judged by what the executables really take.</summary>
internal static partial class DocumentedCommand
{
    /// <summary>Programs of others that pages may use; what they are told is not looked at.</summary>
    private static readonly HashSet<string> OfOthers =
    [
        "apt-get", "awk", "cat", "cd", "curl", "cut", "docker", "dotnet", "echo", "export", "git", "grep", "head", "jq", "kafka-acls.sh", "kafka-configs.sh",
        "kafka-console-consumer.sh", "kafka-console-producer.sh", "kafka-consumer-groups.sh", "kafka-topics.sh", "kubectl", "less", "man", "mkdir", "openssl", "printf",
        "prometheus", "promtool", "python3", "sed", "sh", "sha256sum", "source", "sudo", "systemctl", "/usr/bin/python3",
    ];

    private static readonly HashSet<string> Keywords = ["do", "done", "then", "fi", "else", "if", "while"];
    private static readonly HashSet<string> ScriptVerbs = ["setup", "build", "test", "format", "publish", "deb", "clean"];
    private static readonly string Script = Repository.Read("padener") + Repository.Read("eng/test.sh") + Repository.Read("eng/publish.sh") + Repository.Read("eng/deb.sh");

    /// <summary>What is wrong with a block's commands, a line each.</summary>
    public static IEnumerable<string> Problems(CommandBlock block)
    {
        Dictionary<string, string> variables = [];
        foreach (string[] words in ShellText.Commands(Prompts().Replace(block.Text, string.Empty)))
        {
            if (words is ["for", var name, "in", var first, ..])
            {
                variables[name] = first;
                continue;
            }

            string[] command = [.. words.SkipWhile(Keywords.Contains).Select(word => Variable().Replace(word, used => variables.GetValueOrDefault(used.Groups[1].Value, used.Value)))];
            foreach (string problem in ProblemsOf(command))
            {
                yield return $"{block}: {string.Join(' ', command)}: {problem}";
            }
        }
    }

    private static IEnumerable<string> ProblemsOf(string[] command)
    {
        string[] assignments = [.. command.TakeWhile(static word => Assignment().IsMatch(word))];
        IEnumerable<string> keys = assignments.Where(static word => word.StartsWith("PADENER__", StringComparison.Ordinal))
            .Select(static word => word[9..word.IndexOf('=', StringComparison.Ordinal)].Replace("__", ":", StringComparison.Ordinal));
        return UnknownSettings(keys).Concat(command[assignments.Length..] switch
        {
            [] => [],
            ["sudo", .. string[] inner] => ProblemsOf(inner),
            ["padener" or "./padener", .. string[] arguments] => ProblemsOfPadener(arguments),
            [var program, ..] => OfOthers.Contains(program) ? [] : [$"'{program}' is no program that the pages are known to use"],
        });
    }

    private static IEnumerable<string> ProblemsOfPadener(string[] arguments)
    {
        if (arguments is ["help", .. string[] verb])
        {
            arguments = [.. verb, "--help"];
        }

        if (arguments is [var first, ..] && ScriptVerbs.Contains(first))
        {
            return arguments[1..].Where(static word => word.StartsWith('-') && !Script.Contains(word, StringComparison.Ordinal)).Select(static word => $"the script knows no {word}");
        }

        // A page's files are not there; the parser asks for one of them.
        string[] existing = [.. arguments.Select((word, at) => at > 0 && arguments[at - 1] == "--config" ? Path.Combine(Repository.Root, "config", "padener.json") : word)];
        ParseResult result = (arguments is [var name, ..] && VerbNames.OfTools.Contains(name) ? ToolVerbs.Create() : DaemonVerbs.Create()).Parse(existing);
        return (result.Errors.Count > 0 ? [UsageErrors.Describe(result)] : Enumerable.Empty<string>())
            .Concat(UnknownSettings(arguments.Where((_, at) => at > 0 && arguments[at - 1] == "--set").Select(static setting => setting.Split('=')[0])));
    }

    private static IEnumerable<string> UnknownSettings(IEnumerable<string> keys) =>
        keys.Where(static key => DaemonSettings.Catalog.Find(key) is null).Select(static key => $"there is no setting {key}");

    [GeneratedRegex(@"(?m)^\$ ")]
    private static partial Regex Prompts();

    [GeneratedRegex(@"\$\{?(\w+)\}?")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[A-Za-z_]\w*=")]
    private static partial Regex Assignment();
}
