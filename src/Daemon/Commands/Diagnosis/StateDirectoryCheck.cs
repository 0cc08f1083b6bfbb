using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;

namespace PaDeNer.Daemon.Commands.Diagnosis;

/// <summary>Where the daemon writes down which records are in decoding.</summary>
internal static class StateDirectoryCheck
{
    private const string Name = "state directory";
    private const double MiB = 1024 * 1024;

    /// <summary>The journal is written anew when it is 1 MiB long: room for both, and for whoever else writes there.</summary>
    private const long LeastFree = 16 * 1024 * 1024;

    /// <summary>Looks; makes nothing that was not there.</summary>
    public static void Run(Checkup checkup, DaemonConfiguration configuration)
    {
        if (DaemonSettings.Check(configuration, DrainOptions.SectionName).Count > 0)
        {
            return;
        }

        using ServiceProvider options = DaemonSettings.Options(configuration);
        Run(checkup, options.Get<DrainOptions>().StateDirectory, LeastFree);
    }

    /// <summary>Looks at a directory.</summary>
    /// <param name="checkup">Where to say what was found.</param>
    /// <param name="directory">The setting; empty for none.</param>
    /// <param name="leastFree">Bytes that should be free.</param>
    internal static void Run(Checkup checkup, string directory, long leastFree)
    {
        if (directory.Length == 0)
        {
            checkup.Fact(Name, "none: a document that ends the process would not be found (Host:StateDirectory)");
            return;
        }

        string full = Path.GetFullPath(directory);
        if (File.Exists(full))
        {
            checkup.Problem(Name, $"{full} is a file", "Name a directory with Host:StateDirectory.");
            return;
        }

        // One that is not there is made at start: what counts is the nearest above it that is.
        string there = full;
        while (!Directory.Exists(there))
        {
            there = Path.GetDirectoryName(there) ?? Path.GetPathRoot(full)!;
        }

        try
        {
            Write(there);
            long free = new DriveInfo(there).AvailableFreeSpace;
            string room = string.Create(CultureInfo.InvariantCulture, $"{free / MiB:N0} MiB free");
            if (free < leastFree)
            {
                checkup.Problem(Name, $"{full} has {room}", string.Create(CultureInfo.InvariantCulture, $"Make room, {leastFree / MiB:N0} MiB are plenty, or name another with Host:StateDirectory."));
                return;
            }

            checkup.Good(Name, there == full ? $"{full}, {room}" : $"{full} is made at start, {room}");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            checkup.Problem(Name, $"{there} cannot be written to: {refused.Message}", $"Give it to the user that runs the daemon ({Environment.UserName} here), or name another with Host:StateDirectory.");
        }
    }

    private static void Write(string directory)
    {
        string trial = Path.Combine(directory, $".padener-{Guid.NewGuid():N}");
        using FileStream file = new(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        file.WriteByte(0);
    }
}
