using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>A question about a partition.</summary>
/// <param name="Partition">The object it is asked for. An answer counts under that assignment only: a partition that comes back may have been read by others, cut or made anew.</param>
/// <param name="OfGroup">Whether it is how far the group has committed, which its coordinator knows; else where the partition ends, which its leader knows.</param>
internal readonly record struct PartitionQuestion(AssignedPartition Partition, bool OfGroup);

/// <summary>Asks brokers, away from the poll thread, which takes the answers. What was not answered in the last round is not known any more.</summary>
internal sealed class PartitionQuestions(ILogger logger)
{
    /// <summary>How long a question may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private const int MostInVain = 3;

    // The group does not say how far it is while a transaction is open on it, so that one question in vain shows nothing.
    private const int RoundsWithoutGroup = 2;

    private readonly ConcurrentQueue<(PartitionQuestion Question, long? Answer)> _answers = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _ended;
    private volatile RoundResult _last = new(null, null);
    private int _roundsWithoutGroup;

    /// <summary>Who answered in the last round.</summary>
    public SourceState State => new(_last.Brokers, _last.Group);

    /// <summary>Whether the round before has ended.</summary>
    public bool IsFree => _running.IsCompleted;

    /// <summary>Hands on what was answered since the last time; null for what was asked in vain.</summary>
    public void TakeAnswers(Action<PartitionQuestion, long?> take)
    {
        while (_answers.TryDequeue(out (PartitionQuestion Question, long? Answer) answered))
        {
            take(answered.Question, answered.Answer);
        }
    }

    /// <summary>Begins a round, unless the one before goes on.</summary>
    /// <param name="ask">Gives an answer; waits for it.</param>
    /// <param name="questions">Those of the group first: brokers that are away may leave no time for more.</param>
    public void Ask(Func<PartitionQuestion, long> ask, IReadOnlyList<PartitionQuestion> questions)
    {
        if (questions.Count > 0 && IsFree && !_ended)
        {
            _running = Task.Run(() => AskAll(ask, questions));
        }
    }

    /// <summary>Asks nothing more and waits for what is under way.</summary>
    /// <returns>Whether the consumer is free.</returns>
    public bool Finish()
    {
        _ended = true;
        return _running.Wait(2 * Timeout);
    }

    private void AskAll(Func<PartitionQuestion, long> ask, IReadOnlyList<PartitionQuestion> questions)
    {
        int inVain = 0;
        (bool? brokers, bool? group) = (null, null);
        foreach (PartitionQuestion question in questions)
        {
            if (_ended)
            {
                return;
            }

            // Where nobody answers, the rest need not be waited for.
            long? answer = inVain < MostInVain ? TryAsk(ask, question) : null;
            inVain = answer is null ? inVain + 1 : 0;
            if (question.OfGroup)
            {
                group = group is not false && answer is not null;
            }
            else
            {
                brokers = brokers is not false && answer is not null;
            }

            _answers.Enqueue((question, answer));
        }

        _roundsWithoutGroup = group is false ? _roundsWithoutGroup + 1 : 0;
        _last = new RoundResult(brokers, group is false && _roundsWithoutGroup < RoundsWithoutGroup ? _last.Group : group);
    }

    private long? TryAsk(Func<PartitionQuestion, long> ask, PartitionQuestion question)
    {
        try
        {
            return ask(question);
        }
        catch (KafkaException exception)
        {
            logger.LagUnknown(question.Partition.Partition, exception.Error.Code, exception.Error.Reason);
            return null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private sealed record RoundResult(bool? Brokers, bool? Group);
}
