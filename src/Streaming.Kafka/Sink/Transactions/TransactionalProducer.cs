using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Sink.Transactions;

/// <summary>
/// The client that writes transactions, as often as a new one is needed. Making one ends what the one before left open and bars whatever of it is still on
/// its way. One call at a time.
/// </summary>
internal sealed class TransactionalProducer(
    IKafkaClients clients, string id, TimeSpan timeout, ITransactionObserver observer, TimeProvider time, ILogger logger) : IDisposable
{
    private const int MostFences = 5;
    private const double WatchdogAfter = 1.2;
    private static readonly TimeSpan FencesWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly RebuildBudget _fences = new(MostFences, FencesWithin, time);
    private IProducer<byte[]?, byte[]?>? _client;
    private string? _files;
    private IProducer<byte[]?, byte[]?>? _candidate;

    /// <summary>A client that can begin a transaction; makes one, and waits for the brokers as long as it takes.</summary>
    /// <exception cref="StreamFailureException">Somebody else has the id, or people have to put something right.</exception>
    public async Task<IProducer<byte[]?, byte[]?>> ReadyAsync(CancellationToken cancellationToken)
    {
        RenewWhereFilesChanged();
        if (_client is not null)
        {
            return _client;
        }

        TimeSpan pause = ShortestPause;
        observer.ProducerReady(isReady: false);
        while (_client is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_candidate is { } waiting && clients.Files != _files)
            {
                Discard(waiting);
                _candidate = null;
            }

            _files = clients.Files;
            IProducer<byte[]?, byte[]?> candidate = _candidate ?? clients.TransactionalProducer(id, timeout);
            _candidate = null;
            try
            {
                await Task.Run(() => candidate.InitTransactions(timeout), CancellationToken.None).WaitAsync(WatchdogAfter * timeout, time, cancellationToken);
                _client = candidate;
                logger.TransactionsReady(id);
            }
            catch (KafkaRetriableException exception)
            {
                // It goes on by itself meanwhile, and is ready soon after the brokers are.
                _candidate = candidate;
                logger.TransactionsNotReady(id, exception.Error.Code, exception.Error.Reason);
                await Task.Delay(ShortestPause, time, cancellationToken);
            }
            catch (KafkaException exception)
            {
                Discard(candidate);
                Judge(exception);
                logger.TransactionsNotReady(id, exception.Error.Code, exception.Error.Reason);
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (TimeoutException)
            {
                // The call hangs in spite of its own time-out, and closing a client that is in a call is not safe: it is left behind.
                logger.TransactionsNotReady(id, ErrorCode.Local_TimedOut, "no answer");
            }
        }

        observer.ProducerReady(isReady: true);
        return _client;
    }

    /// <summary>The client is of no use any more: the next call for one makes a new one.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">The client's code for it.</param>
    /// <exception cref="StreamFailureException">It was fenced too often.</exception>
    public void Rebuild(RebuildReason reason, string detail)
    {
        if (_client is { } spent)
        {
            _client = null;
            Discard(spent);
        }

        observer.ProducerRebuilt(reason);
        logger.ProducerDiscarded(id, detail);
        if (reason == RebuildReason.Fenced)
        {
            NoteFence();
        }
    }

    /// <summary>The client is in a call that does not return: it is left behind as it is, since closing it now is not safe.</summary>
    public void Abandon() => _client = null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _candidate?.Dispose();
    }

    // No transaction is open now, and the new client's start bars the old one.
    private void RenewWhereFilesChanged()
    {
        if (_client is not null && clients.Files is var files && files != _files)
        {
            _files = files;
            if (ClientRenewal.TryMake(() => clients.TransactionalProducer(id, timeout), logger) is { } works)
            {
                Discard(works);
                Rebuild(RebuildReason.FilesChanged, "files_changed");
            }
        }
    }

    private void Judge(KafkaException exception)
    {
        switch (TransactionErrors.Of(exception))
        {
            case TransactionTrouble.Stop:
                throw new StreamFailureException(
                    exception.Error.Code == ErrorCode.TransactionalIdAuthorizationFailed
                        ? $"The brokers do not let us write transactions as '{id}': grant write on that transactional id."
                        : $"Transactions as '{id}' are not possible: {exception.Error.Code}: {exception.Error.Reason}",
                    exception);
            case TransactionTrouble.Fenced:
                NoteFence();
                break;
            default:
                break;
        }
    }

    private void NoteFence()
    {
        if (!_fences.Spend())
        {
            throw new StreamFailureException(
                $"Another daemon writes transactions as '{id}': this one was fenced more than {MostFences} times in {FencesWithin.TotalSeconds:0} s. Give each daemon a Kafka:InstanceId or a Delivery:TransactionalId of its own.")
            {
                IsFenced = true,
            };
        }
    }

    // Closing may take as long as what it waits for.
    private static void Discard(IProducer<byte[]?, byte[]?> client) => _ = Task.Run(client.Dispose);
}
