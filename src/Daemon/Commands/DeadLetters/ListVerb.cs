using System.CommandLine;
using System.Globalization;
using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary><c>padener dead-letters list</c>: a line for each.</summary>
internal static class ListVerb
{
    private const int KeyWidth = 16;
    private const int DetailWidth = 60;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "A JSON object a line, whole and unshortened." };
        Option<int?> limit = NumberOption.Whole("--limit", "N", "Stop after so many.", least: 1);
        Command command = new("list", "Prints dead letters, a line each.");
        DeadLetterOptions which = new(command);
        command.Options.Add(json);
        command.Options.Add(limit);
        SharedOptions shared = Shared(command);
        command.SetAction(parsed => Run(shared.Load(parsed), which.Filter(parsed), which, parsed, parsed.GetValue(json), parsed.GetValue(limit) ?? int.MaxValue));
        return command;
    }

    /// <summary>The options of all verbs of dead letters that say where these are.</summary>
    public static SharedOptions Shared(Command command) => new SharedOptions(command)
        .Named(command, "--bootstrap-servers", "Kafka:BootstrapServers", "HOST:PORT,...", "The Kafka brokers to start from.")
        .Named(command, "--topic", "Kafka:DeadLetterTopic", "NAME", "The dead-letter topic.");

    /// <summary>A dead letter in one line of the table.</summary>
    internal static string Row(DeadLetter letter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{letter.Record.Position.Partition.Number + "/" + letter.Record.Offset(),-12} {SafeText.Line(letter.Fault ?? "-"),-18} {Source(letter),-24} {letter.Time?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "-",-20} {Key(letter),-KeyWidth} {letter.Record.Size,9} {letter.Redrives,8}  {SafeText.Shorten(SafeText.Line(letter.Detail), DetailWidth)}")
        .TrimEnd();

    private static string Head { get; } =
        $"{"position",-12} {"fault",-18} {"source",-24} {"time",-20} {"key",-KeyWidth} {"bytes",9} {"redrives",8}  detail";

    private static int Run(DaemonConfiguration configuration, DeadLetterFilter filter, DeadLetterOptions which, ParseResult parsed, bool json, int limit)
    {
        using DeadLetterRun run = new(configuration);
        try
        {
            foreach (DeadLetter letter in run.Letters(filter, which.Places(parsed)).Take(limit))
            {
                if (run.Meant == 1 && !json)
                {
                    Console.Out.WriteLine(Head);
                }

                Console.Out.WriteLine(json ? DeadLetterJson.Of(letter) : Row(letter));
            }
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }

        Console.Error.WriteLine(run.Meant >= limit
            ? string.Create(CultureInfo.InvariantCulture, $"{run.Meant} dead letters of '{run.Kafka.DeadLetterTopic}'; there may be more (--limit).")
            : string.Create(CultureInfo.InvariantCulture, $"{run.Meant} of {run.Read} dead letters of '{run.Kafka.DeadLetterTopic}'."));
        return ExitCode.Success;
    }

    private static string Source(DeadLetter letter) => letter.SourceTopic is null
        ? "-"
        : SafeText.Line(string.Create(CultureInfo.InvariantCulture, $"{letter.SourceTopic}/{letter.SourcePartition}/{letter.SourceOffset}"));

    private static string Key(DeadLetter letter) => letter.Record.Key is { } key ? SafeText.Shorten(SafeText.Line(key), KeyWidth) : "-";

    private static string Offset(this Streaming.Records.SourceRecord record) => record.Position.Offset.ToString(CultureInfo.InvariantCulture);
}
