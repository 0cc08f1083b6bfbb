using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Streams;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Daemon.Tests.Extraction;

/// <summary>What happens to extraction when a part of it, or the stage behind it, fails.</summary>
public class ExtractionFailureTests
{
    private const string Poison = "This text makes the tokeniser throw.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_planning_worker_that_throws_takes_the_host_down_instead_of_leaving_its_partition_waiting()
    {
        using Extractor extractor = TestExtractor.Create(tokenizer: static inner => new ThrowingTokenizer(inner));
        using IHost host = ExtractionHost.Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Task stopping = ExtractionHost.Stopping(host);
        await ExtractionHost.WriteAsync(host, 0, Poison);

        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(PipelineHost.HasFailed(host));
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

    private sealed class ThrowingTokenizer(ITokenizer inner) : ITokenizer
    {
        public int VocabularySize => inner.VocabularySize;

        public TokenId? BeginOfText => inner.BeginOfText;

        public TokenId EndOfText => inner.EndOfText;

        public bool AddsLeadingSpace => inner.AddsLeadingSpace;

        public bool IsEndOfGeneration(TokenId token) => inner.IsEndOfGeneration(token);

        public TokenId[] Tokenize(string text) =>
            text == Poison ? throw new InvalidOperationException("A defect of the tokeniser.") : inner.Tokenize(text);

        public TokenId? FindControlToken(string name) => inner.FindControlToken(name);

        public ReadOnlySpan<byte> BytesOf(TokenId token) => inner.BytesOf(token);
    }
}
