using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Daemon.Streams;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Engines;

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
        using IHost host = Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Task stopping = Stopping(host);
        await Write(host, 0, Poison);

        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(PipelineHost.HasFailed(host));
        Assert.Empty(await Outcomes(host));
    }

    [Fact]
    public async Task Once_publishing_has_failed_nothing_more_is_decoded()
    {
        using Extractor extractor = TestExtractor.Create(lanes: 2);
        using IHost host = Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);

        host.Services.GetRequiredService<StreamDrain>().FailPublishing();

        // The outcomes end although the documents have not: both lanes are out of their loops.
        Assert.Empty(await Outcomes(host).WaitAsync(Patience, TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static Task Stopping(IHost host)
    {
        TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        return stopping.Task;
    }

    private static async Task Write(IHost host, int number, string text)
    {
        Document document = new(new DocumentId("d"), text, TestModel.Labels());
        await host.Services.GetRequiredService<ChannelWriter<IncomingDocument>>()
            .WriteAsync(new IncomingDocument(new JobTicket(number), document, 0, Deadline.Never), TestContext.Current.CancellationToken);
    }

    private static async Task<List<JobOutcome>> Outcomes(IHost host)
    {
        List<JobOutcome> outcomes = [];
        await foreach (JobOutcome outcome in host.Services.GetRequiredService<ChannelReader<JobOutcome>>().ReadAllAsync(TestContext.Current.CancellationToken))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    private static IHost Build(Extractor extractor)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IStepObserver, NoObserver>();
        builder.Services.AddExtractionOptions(builder.Configuration);
        builder.Services.AddExtraction(extractor);
        return builder.Build();
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
