using System.CommandLine;
using System.CommandLine.Invocation;
using PaDeNer.Daemon.Commands.Diagnosis;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands;

/// <summary><c>padener --version</c>: the version and the commit on the first line, then what it stands on.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    private const int NameWidth = 16;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        foreach (string line in Lines())
        {
            parseResult.InvocationConfiguration.Output.WriteLine(line);
        }

        return ExitCode.Success;
    }

    /// <summary>Gives a root its action in place of the parser's own, which knows one number.</summary>
    public static void PutInto(RootCommand root)
    {
        VersionOption option = root.Options.OfType<VersionOption>().Single();
        option.Action = new VersionAction();
        option.Description = "Shows the version, the commit, and the native libraries.";
    }

    private static IEnumerable<string> Lines()
    {
        yield return $"padener {ProductVersion.Text} ({(ProductVersion.Commit is { } commit ? $"commit {commit}" : "commit not known")})";
        foreach ((string name, string value) in VersionCheck.Parts().Concat(EngineFactory.Parts))
        {
            yield return $"  {name.PadRight(NameWidth)}{value}";
        }
    }
}
