using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Journal;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Tests.Journal;

public sealed class DecodingAdmissionTests : IDisposable
{
    private static readonly SourcePartition Partition = new("documents", 0);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("padener-journal-");
    private readonly ShortTime _time = new();
    private Assignment _assignment = new();
    private DecodingJournal? _journal;
    private DecodingAdmission _admission = null!;

    public void Dispose()
    {
        _journal?.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Documents_of_a_process_that_ends_again_and_again_are_let_in_one_at_a_time()
    {
        await EndTwiceAsync();
        Start();
        await BeginAsync(0);
        Task<JobOutcome?> alone = BeginAsync(1);
        Assert.False(alone.IsCompleted);
        _admission.End(Ticket(0), decoded: true);
        Assert.Null(await alone);
        Task<JobOutcome?> next = BeginAsync(2);
        Assert.False(next.IsCompleted);
        _admission.End(Ticket(1), decoded: true);
        Assert.Null(await next);
        Task<JobOutcome?> other = BeginAsync(3);
        Assert.False(other.IsCompleted);
        _admission.End(Ticket(2), decoded: true);
        Assert.Null(await other);
        Assert.Null(await BeginAsync(4));
    }

    [Fact]
    public async Task One_that_ended_the_process_alone_three_times_is_let_in_no_more_until_it_is_committed()
    {
        await EndTwiceAsync();
        for (int end = 0; end < 3; end++)
        {
            Start();
            Assert.Null(await BeginAsync(1));
        }

        // Before it is decoded alone once more the engine is left empty, each time for longer.
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _time.Waited);

        Start();
        JobOutcome? ended = await BeginAsync(1);
        Assert.Equal((DocumentFault.EndedProcess, 3), (ended!.Outcome.Fault, ended.Outcome.Attempts));
        Assert.Null(await BeginAsync(2));
        Assert.True(_assignment.Ledger.TryFinish(Given.Found(Ticket(0)), out _) && _assignment.Ledger.TryFinish(ended, out _));
        Commit(2);

        Start();
        Assert.Null(await BeginAsync(1));
    }

    [Fact]
    public async Task Before_one_is_alone_again_what_came_out_before_it_is_committed_and_an_end_meanwhile_acquits_it()
    {
        await EndAloneOnceAsync();

        Start();
        _time.Endless = TimeSpan.FromSeconds(10);
        await FinishAsync(0);
        Task<JobOutcome?> again = BeginAsync(1);
        Assert.False(again.IsCompleted);
        Assert.Equal([TimeSpan.FromSeconds(10)], _time.Waited);
        Commit(1);
        Assert.Null(await again.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2)], _time.Waited);

        // It has ended the process twice alone now. This time the process ends before what came out is committed: something else ends it.
        Start();
        await FinishAsync(0);
        Assert.False(BeginAsync(1).IsCompleted);
        _time.Waited.Clear();
        Start();
        Assert.Null(await BeginAsync(1));
        Assert.Empty(_time.Waited);
    }

    [Fact]
    public async Task What_is_never_committed_is_not_waited_for_for_ever()
    {
        await EndAloneOnceAsync();

        Start();
        await FinishAsync(0);
        Assert.Null(await BeginAsync(1));
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2)], _time.Waited);
    }

    [Fact]
    public async Task A_document_whose_partition_has_gone_is_let_in_and_not_written_down()
    {
        Start();
        _assignment.Drop([Partition]);
        Assert.Null(await BeginAsync(1));
        _admission.End(Ticket(1), decoded: true);
    }

    private static JobTicket Ticket(int offset) => new(offset + 1);

    /// <summary>Two processes end with the same two documents in decoding, and get no further.</summary>
    private async Task EndTwiceAsync()
    {
        for (int run = 0; run < 2; run++)
        {
            Start();
            await BeginAsync(1);
            await BeginAsync(2);
        }
    }

    private async Task EndAloneOnceAsync()
    {
        await EndTwiceAsync();
        Start();
        Assert.Null(await BeginAsync(1));
    }

    private async Task FinishAsync(int offset)
    {
        Assert.Null(await BeginAsync(offset));
        _admission.End(Ticket(offset), decoded: true);
        Assert.True(_assignment.Ledger.TryFinish(Given.Found(Ticket(offset)), out _));
    }

    private void Commit(long next) => _assignment.Committed(new CommitWatermark(Partition, _assignment.Held.Single().Epoch, next));

    // A new process: nothing is known but what the journal says.
    private void Start()
    {
        _journal?.Dispose();
        _journal = DecodingJournal.Open(_directory.FullName, NullLogger.Instance);
        _assignment = new Assignment();
        AssignedPartition held = Assert.Single(_assignment.Assign([Partition]));
        for (int offset = 0; offset < 5; offset++)
        {
            Assert.Equal(Ticket(offset), _assignment.Receive(new SourceRecord(new SourcePosition(Partition, offset, held.Epoch), null, null, [], null), 0));
        }

        _admission = new DecodingAdmission(_assignment, _journal, new RecordingObserver(), _time, NullLogger<DecodingAdmission>.Instance);
    }

    private Task<JobOutcome?> BeginAsync(int offset) => _admission.BeginAsync(
        new IncomingDocument(Ticket(offset), new Document(new DocumentId("d"), "text", new LabelSet(["PER"])), 0, Deadline.Never), TestContext.Current.CancellationToken).AsTask();

    /// <summary>Waits that end at once, but for those of one length, and how long they would have been.</summary>
    private sealed class ShortTime : TimeProvider
    {
        public List<TimeSpan> Waited { get; } = [];

        public TimeSpan? Endless { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited.Add(dueTime);
            return base.CreateTimer(callback, state, dueTime == Endless ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, period);
        }
    }
}
