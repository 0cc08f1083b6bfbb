using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Daemon.Kafka;
using PaDeNer.Daemon.Streams;
using PaDeNer.Daemon.Tests.Streams;

namespace PaDeNer.Daemon.Tests.Kafka;

public sealed class WatermarkQueriesTests
{
    private readonly WatermarkQueries _queries = new(NullLogger.Instance);

    [Fact]
    public async Task An_end_counts_under_the_assignment_it_was_asked_for_and_no_other()
    {
        await AskAsync(Given.Assignment(epoch: 1), 500);

        Assert.Equal(500, _queries.End(Given.Assignment(epoch: 1)));
        Assert.Null(_queries.End(Given.Assignment(epoch: 2)));
        await AskAsync(Given.Assignment(epoch: 2), 3);
        Assert.Equal(3, _queries.End(Given.Assignment(epoch: 2)));
    }

    [Fact]
    public async Task With_its_assignment_an_end_is_forgotten()
    {
        await AskAsync(Given.Assignment(0), 500);
        await AskAsync(Given.Assignment(1), 7);

        _queries.Forget([Given.Partition(0)]);

        Assert.Null(_queries.End(Given.Assignment(0)));
        Assert.Equal(7, _queries.End(Given.Assignment(1)));
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_partition_has_gone_does_not_count_when_it_is_back()
    {
        using SemaphoreSlim answer = new(0);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _queries.Ask(
            _ =>
            {
                asked.SetResult();
                answer.Wait(TestContext.Current.CancellationToken);
                return 500;
            },
            [Given.Assignment(epoch: 1)]);
        await asked.Task;
        _queries.Forget([Given.Partition()]);
        answer.Release();
        Assert.True(_queries.Finish());

        Assert.Null(_queries.End(Given.Assignment(epoch: 2)));
    }

    private async Task AskAsync(PartitionAssignment assignment, long end) => await Eventually.HoldsAsync(
        () =>
        {
            _queries.Ask(_ => end, [assignment]);
            return _queries.End(assignment) == end;
        },
        "the end is known");
}
