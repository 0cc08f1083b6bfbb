using System.CommandLine;
using System.Globalization;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Streaming.Kafka.Topics;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Daemon.Commands.DeadLetters;

/// <summary><c>padener dead-letters redrive</c>: sends the records of dead letters to the input topic again; says what it would do unless it is told to do it.</summary>
internal static class RedriveVerb
{
    private const int MostRedrives = 3;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<bool> execute = new("--execute") { Description = "Do it; without it the verb says what it would do." };
        Option<int?> most = NumberOption.Whole("--max-redrives", "N", "Leave those alone that were sent again so often and failed each time. Default: 3.", least: 1);
        Command command = new("redrive", "Sends the records of dead letters to the input topic again; a dry run unless --execute.");
        DeadLetterOptions which = new(command);
        command.Options.Add(execute);
        command.Options.Add(most);
        SharedOptions shared = ListVerb.Shared(command)
            .Named(command, "--input-topic", "Kafka:InputTopic", "NAME", "The topic they came from and go to.");
        command.SetAction(parsed => Run(
            shared.Load(parsed), which.Filter(parsed), which.Places(parsed), parsed.GetValue(execute), parsed.GetValue(most) ?? MostRedrives));
        return command;
    }

    private static int Run(DaemonConfiguration configuration, DeadLetterFilter filter, IReadOnlyList<TopicPlace> places, bool execute, int most)
    {
        using DeadLetterRun run = new(configuration);
        string topic = run.Kafka.InputTopic;
        Redrive redrive = new(topic, most);
        RedriveTally tally = new();

        // Made in any case: what is missing shows in the dry run.
        using TopicWriter writer = run.Topics.Write(topic);
        try
        {
            foreach (DeadLetter letter in run.Letters(filter, places))
            {
                if (redrive.WhyNot(letter) is { } reason)
                {
                    tally.Leave(reason);
                    continue;
                }

                tally.Add(letter);
                if (execute)
                {
                    writer.Send(letter.SourcePartition, letter.Record.Key, letter.Record.Value, Redrive.Headers(letter));
                }
            }

            writer.Flush(run.Stop);
        }
        catch (Exception ended) when (ended is StreamFailureException || (ended is OperationCanceledException && run.Stop.IsCancellationRequested))
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"padener dead-letters redrive: {(ended is StreamFailureException ? ended.Message : "stopped")}{(execute ? $". '{topic}' has {writer.Written} records; a second run would send these again" : string.Empty)}."));
            return ended is StreamFailureException ? ExitCode.Failure : ExitCode.Interrupted;
        }

        Report(run, tally, topic, execute);
        return ExitCode.Success;
    }

    private static void Report(DeadLetterRun run, RedriveTally tally, string topic, bool execute)
    {
        foreach (string line in tally.Lines())
        {
            Console.Out.WriteLine(line);
        }

        string done = execute ? "were sent" : "would be sent";
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Records} of {run.Read} dead letters of '{run.Kafka.DeadLetterTopic}' {done} to '{topic}'{(execute ? "." : "; --execute does it.")}"));
        if (tally.Again > 0)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.Again} of them were sent again before and failed again (padener-redrive-count): unless something has changed they will be back, as new dead letters."));
        }

        if (execute && tally.Records > 0)
        {
            Console.Error.WriteLine("Dead letters stay where they are: the same command would send them a second time.");
        }
    }
}
