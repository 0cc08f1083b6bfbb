using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.Daemon.Tests.Extraction;

/// <summary>What happens to extraction when a part of it, or the stage behind it, fails.</summary>
public class ExtractionFailureTests
{
    private const string Poison = "This text makes the tokeniser throw.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_document_whose_planning_throws_ends_with_that_fault_and_the_others_go_on()
    {
        using Extractor extractor = TestExtractor.Create(tokenizer: static inner => new PoisonedTokenizer(inner, Poison, static () => new InvalidOperationException(Poison)));
        using IHost host = ExtractionHost.Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);
        await ExtractionHost.WriteAsync(host, 0, "Ada met Charles in London.");
        await ExtractionHost.WriteAsync(host, 1, Poison);
        await ExtractionHost.WriteAsync(host, 2, "Ada met Charles in London.");

        JobOutcome[] outcomes = [.. (await ExtractionHost.OutcomesAsync(host, 3)).OrderBy(static outcome => outcome.Ticket.Value)];
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal([null, DocumentFault.PlanningFailed, null], outcomes.Select(static outcome => outcome.Outcome.Fault));
        Assert.Contains("Planning this document failed: InvalidOperationException in ", outcomes[1].Outcome.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Poison, outcomes[1].Outcome.Detail, StringComparison.Ordinal);
        Assert.False(DaemonHost.HasFailed(host));
    }

    [Fact]
    public async Task Lack_of_memory_is_no_fault_of_a_document_and_takes_the_host_down()
    {
        using Extractor extractor = TestExtractor.Create(tokenizer: static inner => new PoisonedTokenizer(inner, Poison, static () => new InsufficientMemoryException()));
        using IHost host = ExtractionHost.Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Task stopping = ExtractionHost.Stopping(host);
        await ExtractionHost.WriteAsync(host, 0, Poison);

        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(DaemonHost.HasFailed(host));
        Assert.Empty(await ExtractionHost.OutcomesAsync(host));
    }

    [Fact]
    public async Task Once_publishing_has_failed_nothing_more_is_decoded()
    {
        using Extractor extractor = TestExtractor.Create(lanes: 2);
        using IHost host = ExtractionHost.Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);

        host.Services.GetRequiredService<StreamDrain>().FailPublishing();

        // The outcomes end although the documents have not: both lanes are out of their loops.
        Assert.Empty(await ExtractionHost.OutcomesAsync(host).WaitAsync(Patience, TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
