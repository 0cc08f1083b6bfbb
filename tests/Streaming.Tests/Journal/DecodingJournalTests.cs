using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Streaming.Journal;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Tests.Journal;

public sealed class DecodingJournalTests : IDisposable
{
    private static readonly SourcePartition Partition = new("documents", 3);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("padener-journal-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_a_process_wrote_before_it_ended_is_what_the_next_one_knows()
    {
        Run(Line(JournalEvent.Begun, 1), Line(JournalEvent.Begun, 2));
        Run(Line(JournalEvent.Begun, 1), Line(JournalEvent.Begun, 2), Line(JournalEvent.Ended, 1));

        using DecodingJournal journal = Open();

        Assert.Equal([null, 0], [journal.EndsOf(At(1)), journal.EndsOf(At(2))]);
    }

    [Fact]
    public void A_process_that_stopped_in_order_leaves_nobody_under_suspicion()
    {
        for (int run = 0; run < 5; run++)
        {
            Run(Line(JournalEvent.Begun, 1), JournalState.StoppedLine);
        }

        using DecodingJournal journal = Open();
        Assert.Null(journal.EndsOf(At(1)));
    }

    [Fact]
    public void A_line_that_was_cut_off_is_no_line()
    {
        Run(Line(JournalEvent.Begun, 1));
        Run(Line(JournalEvent.Begun, 1));
        File.AppendAllText(Path.Combine(_directory.FullName, "decoding.journal"), "Ended 3 1 0 docum");

        using DecodingJournal journal = Open();
        Assert.Equal(0, journal.EndsOf(At(1)));
    }

    [Fact]
    public void It_stays_short_however_much_is_decoded_and_keeps_what_counts()
    {
        Run(Line(JournalEvent.Begun, 7));
        using (DecodingJournal journal = Open())
        {
            journal.Note(Line(JournalEvent.Begun, 7));
            for (int offset = 100; offset < 30_000; offset++)
            {
                journal.Note(Line(JournalEvent.Begun, offset));
                journal.Note(Line(JournalEvent.Ended, offset));
            }
        }

        Assert.InRange(new FileInfo(Path.Combine(_directory.FullName, "decoding.journal")).Length, 1, 1024 * 1024 + 100);
        using DecodingJournal next = Open();
        Assert.Equal(0, next.EndsOf(At(7)));
    }

    [Fact]
    public void Two_processes_do_not_share_a_directory()
    {
        using DecodingJournal first = Open();

        StreamSetupException refused = Assert.Throws<StreamSetupException>(Open);

        Assert.Contains("Host:StateDirectory is", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_said_at_the_start()
    {
        string file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(file, string.Empty);

        Assert.Throws<StreamSetupException>(() => DecodingJournal.Open(Path.Combine(file, "state"), NullLogger.Instance));
    }

    [Fact]
    public void Without_a_directory_nothing_is_written()
    {
        using DecodingJournal journal = DecodingJournal.Open(string.Empty, NullLogger.Instance);
        journal.Note(Line(JournalEvent.Begun, 1));
        Assert.False(journal.IsOn);
    }

    private static JournalPlace At(long offset) => new(Partition, offset);

    private static JournalLine Line(JournalEvent what, long offset) => new(what, At(offset));

    private DecodingJournal Open() => DecodingJournal.Open(_directory.FullName, NullLogger.Instance);

    // What was handed to the kernel stays when the process ends: closing the file adds nothing.
    private void Run(params JournalLine[] lines)
    {
        using DecodingJournal journal = Open();
        foreach (JournalLine line in lines)
        {
            journal.Note(line);
        }
    }
}
