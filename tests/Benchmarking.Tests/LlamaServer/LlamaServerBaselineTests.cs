using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Benchmarking.Tests.LlamaServer;

public class LlamaServerBaselineTests
{
    private static readonly TestModel Model = new();

    /// <summary>Two persons, no organisation.</summary>
    private static ForcedDocument Document
    {
        get
        {
            const string text = "Ann met Bob.";
            TokenId[] Tokens(string of) => Model.Tokenizer.Tokenize(of);
            LabelSet labels = TestModel.Labels(2);
            return new ForcedDocument(
                new Document(new DocumentId("d"), text, labels),
                Tokens(text),
                [
                    new ForcedLabel(labels[0], [new ForcedMention("Ann", Tokens("Ann")), new ForcedMention("Bob", Tokens(" Bob"))]),
                    new ForcedLabel(labels[1], []),
                ]);
        }
    }

    [Fact]
    public async Task Each_count_and_each_mention_is_a_request_of_its_own()
    {
        RecordingServer server = new();

        await SubmitAsync(server, Settings());

        int[] prefix = [.. Model.Template.Build("Ann met Bob.", TestModel.Labels(2)).Prefix.Select(static token => token.Value)];
        Assert.Equal(4, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal(prefix, request.Prompt[..prefix.Length]));
        Assert.Equal([1, 1, 3, 3], server.Requests.Select(request => request.Prompt.Length - prefix.Length).Order());
        Assert.Equal(4, server.Requests.Select(static request => string.Join(' ', request.Prompt)).Distinct().Count());
        Assert.All(server.Requests, static request => Assert.True(request.IsGreedyAndKeepsOn));
    }

    [Fact]
    public async Task A_request_asks_for_as_many_tokens_as_a_perfect_model_answers()
    {
        RecordingServer server = new();

        await SubmitAsync(server, Settings());

        int ann = Model.Tokenizer.Tokenize("Ann").Length + 1;
        int bob = Model.Tokenizer.Tokenize(" Bob").Length + 1;
        Assert.Equal(((int[])[1, 1, ann, bob]).Order(), server.Requests.Select(static request => request.Tokens).Order());
    }

    [Fact]
    public async Task A_labels_mentions_are_asked_for_after_its_count()
    {
        RecordingServer server = new();

        await SubmitAsync(server, Settings());

        CompletionRequest[] requests = [.. server.Requests];
        foreach (CompletionRequest mention in requests.Where(static request => request.Tokens > 1))
        {
            int count = Array.FindIndex(requests, request => request.Tokens == 1 && mention.Prompt.AsSpan().StartsWith(request.Prompt));
            Assert.InRange(count, 0, Array.IndexOf(requests, mention) - 1);
        }
    }

    [Fact]
    public async Task Rows_are_the_prompts_computed_and_each_token_but_the_first()
    {
        RecordingServer server = new();
        await using LlamaServerBaseline system = System(server, Settings());

        await system.SubmitAsync(Document, null, TestContext.Current.CancellationToken);

        Assert.Equal(server.Requests.Sum(static request => request.Prompt.Length - 1 + request.Tokens - 1), system.Counters.TokenEvaluations);
    }

    [Fact]
    public async Task One_slot_per_document_means_one_document_per_slot()
    {
        RecordingServer server = new();
        await using LlamaServerBaseline system = System(server, Settings() with { Slots = 2, OneSlotPerDocument = true });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => system.SubmitAsync(Document, null, TestContext.Current.CancellationToken)));

        Assert.Equal(80, server.Requests.Count);
        Assert.All(server.Requests, static request => Assert.InRange(request.Slot!.Value, 0, 1));
        Assert.InRange(server.MostInFlight, 1, 8);
    }

    [Fact]
    public async Task The_server_chooses_slots_unless_told()
    {
        RecordingServer server = new();

        await SubmitAsync(server, Settings());

        Assert.All(server.Requests, static request => Assert.Null(request.Slot));
    }

    [Fact]
    public async Task Only_the_tuned_client_asks_for_less_than_a_whole_answer()
    {
        RecordingServer plain = new();
        RecordingServer tuned = new();

        await SubmitAsync(plain, LlamaServerSettings.Plain(2));
        await SubmitAsync(tuned, LlamaServerSettings.Candidates(2)[0]);

        Assert.All(plain.Requests, static request => Assert.False(request.IsLean));
        Assert.All(tuned.Requests, static request => Assert.True(request.IsLean));
    }

    [Fact]
    public async Task A_refusal_is_said_in_the_servers_words()
    {
        LlamaServerUnavailableException error = await Assert.ThrowsAsync<LlamaServerUnavailableException>(() => SubmitAsync(new() { Refusal = "prompt too long" }, Settings()));

        Assert.Contains("status 400: prompt too long", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_tokens_than_asked_for_are_no_result()
    {
        LlamaServerUnavailableException error = await Assert.ThrowsAsync<LlamaServerUnavailableException>(() => SubmitAsync(new() { Missing = 1 }, Settings()));

        Assert.Contains("asked for 1 tokens and generated 0", error.Message, StringComparison.Ordinal);
    }

    private static LlamaServerSettings Settings() => LlamaServerSettings.Plain(2);

    private static LlamaServerBaseline System(RecordingServer server, LlamaServerSettings settings) =>
        new(settings, Model.Template, new CompletionClient(new Uri("http://server/"), settings, server), null);

    private static async Task SubmitAsync(RecordingServer server, LlamaServerSettings settings)
    {
        await using LlamaServerBaseline system = System(server, settings);
        await system.SubmitAsync(Document, null, TestContext.Current.CancellationToken);
    }
}
