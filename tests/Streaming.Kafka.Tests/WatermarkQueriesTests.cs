using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class WatermarkQueriesTests
{
    private readonly Assignment _assignment = new();
    private readonly WatermarkQueries _queries = new(NullLogger.Instance);

    [Fact]
    public async Task An_end_counts_under_the_assignment_it_was_asked_for_and_no_other()
    {
        AssignedPartition first = Assign(0);
        await AskAsync(first, 500);

        AssignedPartition second = Assign(0);
        Assert.Null(second.AnsweredEnd);
        await AskAsync(second, 3);
        Assert.Equal(3, second.AnsweredEnd);
    }

    [Fact]
    public async Task With_its_assignment_an_end_is_forgotten()
    {
        await AskAsync(Assign(0), 500);
        await AskAsync(Assign(1), 7);

        _assignment.Drop([Given.Partition(0)]);

        Assert.Null(_assignment.Find(Given.Partition(0)));
        Assert.Null(Assign(0).AnsweredEnd);
        Assert.Equal(7, _assignment.Find(Given.Partition(1))!.AnsweredEnd);
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
            [Assign(0)]);
        await asked.Task;
        _assignment.Drop([Given.Partition()]);
        AssignedPartition back = Assign(0);
        answer.Release();
        Assert.True(_queries.Finish());
        _queries.TakeAnswers();

        Assert.Null(back.AnsweredEnd);
    }

    private AssignedPartition Assign(int partition) => _assignment.Assign([Given.Partition(partition)])[0];

    private async Task AskAsync(AssignedPartition partition, long end) => await Eventually.HoldsAsync(
        () =>
        {
            _queries.Ask(_ => end, [partition]);
            _queries.TakeAnswers();
            return partition.AnsweredEnd == end;
        },
        "the end is known");
}
