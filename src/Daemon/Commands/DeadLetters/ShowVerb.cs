using System.CommandLine;
using System.Globalization;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Streaming.Kafka.Topics;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary><c>padener dead-letters show</c>: headers and value, safe for a terminal, or the value's bytes to a file.</summary>
internal static class ShowVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string?> raw = new("--raw") { Description = "Write the value's bytes to this file as they are, and print no value. For one dead letter.", HelpName = "FILE" };
        Command command = new("show", "Prints headers and values of dead letters, control characters escaped.");
        DeadLetterOptions which = new(command);
        command.Options.Add(raw);
        SharedOptions shared = ListVerb.Shared(command);
        command.SetAction(parsed => Run(shared.Load(parsed), which.Filter(parsed), which.Places(parsed), parsed.GetValue(raw)));
        return command;
    }

    /// <summary>A dead letter in lines.</summary>
    internal static void Write(TextWriter output, DeadLetter letter, bool withValue)
    {
        SourceRecord record = letter.Record;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{SafeText.Line(record.Position.ToString())}  {letter.Time?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) ?? "no time"}"));
        output.WriteLine(record.Key is { } key ? $"key: {SafeText.Line(key)}" : "no key");
        foreach (RecordHeader header in record.Headers)
        {
            output.WriteLine($"header {SafeText.Line(header.Name)}: {(header.Value is { } value ? SafeText.Line(value) : "null")}");
        }

        output.WriteLine(record.Value is null ? "no value (a tombstone)" : string.Create(CultureInfo.InvariantCulture, $"value, {record.Value.Length} bytes{(withValue ? ":" : string.Empty)}"));
        if (withValue && record.Value is { Length: > 0 })
        {
            // Indented, so that no line of a value reads like one of ours.
            output.WriteLine("  " + SafeText.Lines(record.Value).Replace("\n", "\n  ", StringComparison.Ordinal));
        }
    }

    private static int Run(DaemonConfiguration configuration, DeadLetterFilter filter, IReadOnlyList<TopicPlace> places, string? raw)
    {
        string? problem = raw is not null && places.Count != 1 ? "--raw writes one value to one file: name one dead letter with --position." : OutputPath.FileProblem(raw, "--raw");
        if (problem is not null)
        {
            Console.Error.WriteLine($"padener dead-letters show: {problem}");
            return ExitCode.Usage;
        }

        using DeadLetterRun run = new(configuration);
        try
        {
            foreach (DeadLetter letter in run.Letters(filter, places))
            {
                Console.Out.Write(run.Meant > 1 ? Environment.NewLine : string.Empty);
                Write(Console.Out, letter, withValue: raw is null);
                if (raw is not null)
                {
                    File.WriteAllBytes(raw, letter.Record.Value ?? []);
                }
            }
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }

        if (run.Meant > 0)
        {
            return ExitCode.Success;
        }

        Console.Error.WriteLine($"padener dead-letters show: '{run.Kafka.DeadLetterTopic}' has no such dead letter.");
        return ExitCode.Failure;
    }
}
