using PaDeNer.Daemon.Hosting;
using PaDeNer.Streaming.Ports;
using PaDeNer.Testing.Streams;
using PaDeNer.Testing.Time;

namespace PaDeNer.Daemon.Tests.Hosting;

public sealed class BrokerProbeTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly SemaphoreSlim _answers = new(0);
    private int _asked;

    public void Dispose() => _answers.Dispose();

    [Fact]
    public async Task Nobody_waits_for_the_broker_and_one_question_is_enough_for_all()
    {
        BrokerProbe probe = new(_ => Answer("Local_TimedOut"), _time);

        // The broker is silent: whoever asked it here would wait for ever.
        string?[] problems = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(probe.Problem))).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.All(problems, Assert.Null);

        _answers.Release();
        await Eventually.HoldsAsync(() => probe.Problem() == "the broker does not answer: Local_TimedOut", "the answer is there");
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task An_answer_that_is_old_counts_until_the_next_one_is_there()
    {
        const string Away = "the broker does not answer: away";
        string? silence = "away";
        BrokerProbe probe = new(_ => Answer(silence), _time);
        probe.Problem();
        _answers.Release();
        await Eventually.HoldsAsync(() => probe.Problem() == Away, "the answer is there");

        silence = null;
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(Away, probe.Problem());
        Assert.Equal(1, _asked);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Away, probe.Problem());
        _answers.Release();

        await Eventually.HoldsAsync(() => probe.Problem() is null, "the new answer is there");
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task What_people_have_to_put_right_and_what_nobody_foresaw_are_answers_too()
    {
        BrokerProbe missing = new(static _ => throw new StreamSetupException($"No such topic: documents.{Environment.NewLine}Create it."), _time);
        BrokerProbe broken = new(static _ => throw new InvalidOperationException("no client"), _time);

        await Eventually.HoldsAsync(() => missing.Problem() == "No such topic: documents.", "the first line");
        await Eventually.HoldsAsync(() => broken.Problem() == "the broker cannot be asked: no client", "the failure");
    }

    private string? Answer(string? answer)
    {
        Interlocked.Increment(ref _asked);
        _answers.Wait(TestContext.Current.CancellationToken);
        return answer;
    }
}
