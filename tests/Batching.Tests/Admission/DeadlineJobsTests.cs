using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Admission;

public sealed class DeadlineJobsTests : IDisposable
{
    /// <summary>A millisecond a row, all of it the lane's time.</summary>
    private static readonly ServiceForecast Forecast = new(0.001, 0.001);
    private readonly ManualTimeProvider _time = new();
    private readonly TestModel _model = new();
    private readonly DeadlineJobs _jobs;

    public DeadlineJobsTests() => _jobs = new DeadlineJobs(40, _time);

    public void Dispose() => _jobs.Dispose();

    [Fact]
    public void The_first_deadline_comes_first_and_equal_ones_as_they_came()
    {
        int[] objectives = [500, 300, 500, 100, 300, 100];
        for (int i = 0; i < objectives.Length; i++)
        {
            Assert.True(_jobs.TryWrite(Job(i, objectives[i])));
        }

        Assert.Equal([3, 5, 1, 4, 0, 2], TakeAll());
    }

    [Fact]
    public void Those_that_can_no_longer_make_it_come_after_those_that_can_and_still_get_their_share()
    {
        for (int i = 0; i < 3; i++)
        {
            _jobs.TryWrite(Job(i, 5));
        }

        for (int i = 3; i < 20; i++)
        {
            _jobs.TryWrite(Job(i, 500));
        }

        List<long> taken = TakeAll();

        Assert.Equal([3, 4, 5, 6, 7, 8, 9, 0], taken[..8]);
        Assert.Equal(20, taken.Distinct().Count());
        Assert.True(taken.IndexOf(1) < taken.IndexOf(19), "A late document got its turn only after all the punctual ones.");
    }

    [Fact]
    public void A_long_document_is_late_sooner_than_a_short_one()
    {
        _jobs.TryWrite(Job(0, 30, words: 60));
        _jobs.TryWrite(Job(1, 30, words: 8));

        Assert.True(_jobs.TryTake(Request(), out DocumentJob? job));
        Assert.Equal(1, job.Ticket.Value);
        Assert.Equal(1, _jobs.LateCount);
    }

    [Fact]
    public void Whoever_is_urgent_makes_those_before_it_in_its_order_urgent_too()
    {
        _jobs.TryWrite(Job(0, 500) with { Order = new OrderGroup(1) });
        _jobs.TryWrite(Job(1, 300) with { Order = new OrderGroup(2) });
        _jobs.TryWrite(Job(2, 200) with { Order = new OrderGroup(1) });

        Assert.True(_jobs.TryTake(Request(), out DocumentJob? first));
        Assert.Equal(0, first.Ticket.Value);
        Assert.Equal([2, 1], TakeAll());
    }

    [Fact]
    public void A_late_document_is_served_in_time_for_one_whose_result_waits_for_its_own()
    {
        _jobs.TryWrite(Job(0, 5) with { Order = new OrderGroup(1) });
        _jobs.TryWrite(Job(1, 300) with { Order = new OrderGroup(1) });
        _jobs.TryWrite(Job(2, 200));
        _jobs.TryWrite(Job(3, 5));

        Assert.Equal([2, 0, 1, 3], TakeAll());
    }

    [Fact]
    public void Where_those_before_it_in_its_order_take_too_long_it_is_late_with_them()
    {
        int rows = Job(0, 1, words: 60).TextRows;
        _jobs.TryWrite(Job(0, 5, words: 60) with { Order = new OrderGroup(1) });
        _jobs.TryWrite(Job(1, rows / 2) with { Order = new OrderGroup(1) });
        _jobs.TryWrite(Job(2, 500));

        Assert.Equal([2, 0, 1], TakeAll());
    }

    [Fact]
    public void A_document_that_was_planned_keeps_its_order_and_its_deadline()
    {
        DocumentJob job = Job(3, 50);
        IncomingDocument incoming = new(job.Ticket, job.Plan.Document, job.Received, job.Deadline, new OrderGroup(8));

        DocumentJob planned = DocumentJob.Of(incoming, job.Plan);

        Assert.Equal((job.Ticket, new OrderGroup(8), job.Deadline), (planned.Ticket, planned.Order, planned.Deadline));
    }

    [Fact]
    public void A_document_that_overtakes_another_on_its_way_to_the_queue_comes_after_it()
    {
        _jobs.TryWrite(Job(1, 300) with { Order = new OrderGroup(1) });
        _jobs.TryWrite(Job(0, 300) with { Order = new OrderGroup(1) });

        Assert.Equal([0, 1], TakeAll());
    }

    [Fact]
    public void In_order_of_arrival_deadlines_do_not_count()
    {
        using DeadlineJobs jobs = new(10, _time, QueueOrder.Arrival);
        jobs.TryWrite(Job(0, 500));
        jobs.TryWrite(Job(1, 1));

        Assert.True(jobs.TryTake(Request(), out DocumentJob? job));
        Assert.Equal(0, job.Ticket.Value);
    }

    [Fact]
    public void By_deadline_alone_whoever_is_due_first_comes_first_though_it_cannot_be_in_time()
    {
        using DeadlineJobs jobs = new(10, _time, QueueOrder.EarliestDeadline);
        jobs.TryWrite(Job(0, 500));
        jobs.TryWrite(Job(1, 1));
        jobs.TryWrite(Job(2, 300));

        Assert.True(jobs.TryTake(Request(), out DocumentJob? job));
        Assert.Equal(1, job.Ticket.Value);
        Assert.Equal(0, jobs.LateCount);
    }

    [Fact]
    public async Task It_holds_so_many_and_writers_wait_for_room()
    {
        for (int i = 0; i < 40; i++)
        {
            Assert.True(_jobs.TryWrite(Job(i, 500)));
        }

        Assert.False(_jobs.TryWrite(Job(40, 500)));
        ValueTask waiting = _jobs.WriteAsync(Job(41, 500), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Assert.True(_jobs.TryTake(Request(), out _));
        await waiting;
        Assert.Equal(40, _jobs.Waiting);
    }

    [Fact]
    public async Task Ended_it_hands_out_what_it_has_and_takes_no_more()
    {
        for (int i = 0; i < 40; i++)
        {
            _jobs.TryWrite(Job(i, 500));
        }

        ValueTask waiting = _jobs.WriteAsync(Job(41, 500), TestContext.Current.CancellationToken);

        Assert.True(_jobs.TryComplete());
        Assert.False(_jobs.TryComplete());

        await Assert.ThrowsAsync<ChannelClosedException>(() => waiting.AsTask());
        await Assert.ThrowsAsync<ChannelClosedException>(() => _jobs.WriteAsync(Job(42, 500), TestContext.Current.CancellationToken).AsTask());
        Assert.True(_jobs.WaitForJob(CancellationToken.None));
        Assert.Equal(40, TakeAll().Count);
        Assert.False(_jobs.WaitForJob(CancellationToken.None));
    }

    [Fact]
    public async Task A_lane_that_waits_wakes_for_a_document_and_when_it_is_abandoned()
    {
        Task<bool> waits = Task.Run(() => _jobs.WaitForJob(CancellationToken.None), TestContext.Current.CancellationToken);
        _jobs.TryWrite(Job(0, 500));
        Assert.True(await waits);
        Assert.True(_jobs.TryTake(Request(), out _));

        using CancellationTokenSource abandon = new();
        Task<bool> abandoned = Task.Run(() => _jobs.WaitForJob(abandon.Token), TestContext.Current.CancellationToken);
        await abandon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
    }

    private JobRequest Request() => new(_time.GetTimestamp(), Forecast);

    private List<long> TakeAll()
    {
        List<long> tickets = [];
        while (_jobs.TryTake(Request(), out DocumentJob? job))
        {
            tickets.Add(job.Ticket.Value);
        }

        return tickets;
    }

    private DocumentJob Job(int number, int objectiveMilliseconds, int words = 8) => new(
        new JobTicket(number),
        _model.Plan(string.Join(' ', Enumerable.Repeat("word", words))),
        _time.GetTimestamp(),
        Deadline.After(_time, _time.GetTimestamp(), TimeSpan.FromMilliseconds(objectiveMilliseconds)));
}
