using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class PartitionQuestionsTests
{
    private static readonly KafkaException Silence = new(new Error(ErrorCode.Local_TimedOut));
    private readonly Assignment _assignment = new();
    private readonly PartitionQuestions _questions = new(NullLogger.Instance);

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
    public async Task An_answer_that_comes_after_the_partition_has_gone_does_not_count_when_it_is_back()
    {
        using SemaphoreSlim answer = new(0);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Ask(
            _ =>
            {
                asked.SetResult();
                answer.Wait(TestContext.Current.CancellationToken);
                return 500;
            },
            [new PartitionQuestion(Assign(0), OfGroup: false)]);
        await asked.Task;
        _assignment.Drop([Given.Partition()]);
        AssignedPartition back = Assign(0);
        answer.Release();
        Assert.True(_questions.Finish());
        Take();

        Assert.Null(back.AnsweredEnd);
    }

    [Fact]
    public async Task What_was_asked_in_vain_is_not_known_any_more()
    {
        AssignedPartition partition = Assign(0);
        Assert.Equal(default, _questions.State);
        await AskAsync(partition, 500);
        await RoundAsync(static _ => throw Silence, new SourceState(false, null), new PartitionQuestion(partition, OfGroup: false));
        Assert.Null(partition.AnsweredEnd);
        await AskAsync(partition, 501);
        Assert.True(_questions.State.BrokersAnswer);
    }

    [Fact]
    public async Task Where_nobody_answers_the_rest_is_not_waited_for()
    {
        PartitionQuestion[] all = [.. Enumerable.Range(0, 20).Select(number => new PartitionQuestion(Assign(number), OfGroup: false))];
        int asked = 0;
        await RoundAsync(
            _ =>
            {
                asked++;
                throw Silence;
            },
            new SourceState(false, null),
            all);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task One_question_to_the_group_in_vain_shows_nothing_and_the_second_does()
    {
        PartitionQuestion group = new(Assign(0), OfGroup: true);
        await RoundAsync(static _ => 7, new SourceState(null, true), group);
        await RoundAsync(static _ => throw Silence, new SourceState(null, true), group);
        await RoundAsync(static _ => throw Silence, new SourceState(null, false), group);
        await RoundAsync(static _ => 7, new SourceState(null, true), group);
    }

    private AssignedPartition Assign(int partition) => _assignment.Assign([Given.Partition(partition)])[0];

    private void Take() => _questions.TakeAnswers(static (question, answer) => question.Partition.AnsweredEnd = answer);

    // One round, from its begin to its end.
    private async Task RoundAsync(Func<PartitionQuestion, long> ask, SourceState after, params PartitionQuestion[] questions)
    {
        int answers = 0;
        await Eventually.HoldsAsync(() => Begins(ask, questions), "the round before has ended");
        await Eventually.HoldsAsync(
            () =>
            {
                _questions.TakeAnswers((question, answer) =>
                {
                    question.Partition.AnsweredEnd = answer;
                    answers++;
                });
                return answers == questions.Length && _questions.State == after;
            },
            $"the state after it is {after}");
    }

    private bool Begins(Func<PartitionQuestion, long> ask, PartitionQuestion[] questions)
    {
        bool began = _questions.IsFree;
        _questions.Ask(ask, questions);
        return began;
    }

    private Task AskAsync(AssignedPartition partition, long end) =>
        RoundAsync(_ => end, new SourceState(true, null), new PartitionQuestion(partition, OfGroup: false));
}
