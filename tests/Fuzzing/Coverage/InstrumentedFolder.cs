using SharpFuzz;

namespace PaDeNer.Fuzzing.Coverage;

/// <summary>A copy of this program whose readers count what they pass through.</summary>
internal static class InstrumentedFolder
{
    private const string Program = "PaDeNer.Fuzzing.dll";

    /// <summary>What is instrumented: of each assembly the types whose names begin so.</summary>
    private static readonly (string Assembly, string[] Types)[] Readers =
    [
        ("PaDeNer.Decoding.LLamaSharp.dll", ["PaDeNer.Decoding.LLamaSharp.Gguf", "PaDeNer.Decoding.LLamaSharp.ModelProfileReader"]),
        ("PaDeNer.Decoding.dll", ["PaDeNer.Decoding.Documents", "PaDeNer.Decoding.Entities"]),
        ("PaDeNer.Streaming.dll", ["PaDeNer.Streaming.Formats", "PaDeNer.Streaming.Records", "PaDeNer.Streaming.Journal"]),
        ("PaDeNer.Training.dll", ["PaDeNer.Training.Datasets", "PaDeNer.Training.Predictions"]),
        ("padener.dll", ["PaDeNer.Daemon.Api"]),
        (Program, ["PaDeNer.Fuzzing.Targets.Maze"]),
    ];

    /// <summary>Makes it, in the place of one that is there; gives the program's path.</summary>
    public static string Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Copy(AppContext.BaseDirectory, folder);
        Copy(Path.Combine(AppContext.BaseDirectory, "seeds"), Path.Combine(folder, "seeds"));
        foreach ((string assembly, string[] types) in Readers)
        {
            int instrumented = Fuzzer.Instrument(
                Path.Combine(folder, assembly), name => types.Any(type => name.StartsWith(type, StringComparison.Ordinal)), Options.Value).Count();
            if (instrumented == 0)
            {
                throw new InvalidOperationException($"{assembly} has none of {string.Join(", ", types)}: name what is to be instrumented now.");
            }
        }

        return Path.Combine(folder, Program);
    }

    // What lies deeper is native: the model's runtime and the Kafka client, which no reader needs.
    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
