using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>
/// llama-server, asked as a client of PaDeLLM-NER would: each label's count prompt and each mention prompt is a request of its own. A
/// label's mention requests go out together as soon as its count has answered, which is as early as any client can.
/// </summary>
/// <remarks>
/// A server's answers cannot be forced. Each request therefore asks for exactly as many tokens as a perfect model would answer, the end
/// token included, and what they are is not looked at: the work is that of a perfect model, the tokens are not. Prompts go out as
/// token ids. Tokens evaluated are those the server reports; its steps and times are not known.
/// </remarks>
internal sealed class LlamaServerBaseline : ISystemUnderTest
{
    private readonly LlamaServerProcess? _server;
    private readonly CompletionClient _client;
    private readonly PromptTemplate _template;
    private readonly SlotTickets? _slots;
    private long _rows;

    /// <summary>A system over a client, which it owns, and the server behind it.</summary>
    internal LlamaServerBaseline(LlamaServerSettings settings, PromptTemplate template, CompletionClient client, LlamaServerProcess? server)
    {
        (Name, Description) = (settings.Name, settings.Description);
        (_template, _client, _server) = (template, client, server);
        _slots = settings.OneSlotPerDocument ? new SlotTickets(settings.Slots) : null;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public SystemCounters Counters => new(0, Interlocked.Read(ref _rows), TimeSpan.Zero, TimeSpan.Zero, 0);

    /// <summary>Starts a server and waits until it is healthy.</summary>
    /// <param name="installation">Where its programs are.</param>
    /// <param name="model">The model's file.</param>
    /// <param name="settings">How it is started and asked.</param>
    /// <param name="template">How the model is asked; has to belong to that model's vocabulary.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlamaServerUnavailableException">It did not get healthy.</exception>
    public static async Task<LlamaServerBaseline> StartAsync(
        LlamaServerInstallation installation, string model, LlamaServerSettings settings, PromptTemplate template, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        LlamaServerProcess server = await LlamaServerProcess
            .StartAsync(installation, model, settings.ServerArguments, time, cancellationToken).ConfigureAwait(false);
        return new LlamaServerBaseline(settings, template, new CompletionClient(server.Address, settings), server);
    }

    /// <inheritdoc/>
    /// <exception cref="LlamaServerUnavailableException">The server refused a request or is gone.</exception>
    public async Task SubmitAsync(ForcedDocument document, TimeSpan? objective, CancellationToken cancellationToken)
    {
        // Whoever submits may have a schedule to keep: prompts are built and requests written elsewhere.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        DocumentAnswers answers = DocumentAnswers.Of(document, _template);
        int? slot = _slots is null ? null : await _slots.TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.WhenAll(answers.Labels.Select(label => AskAsync(label, slot, cancellationToken))).ConfigureAwait(false);
        }
        finally
        {
            if (slot is { } taken)
            {
                _slots!.Return(taken);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _slots?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task AskAsync(LabelAnswers label, int? slot, CancellationToken cancellationToken)
    {
        await AskAsync(label.Prompt, label.Count.Length, slot, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(label.Mentions.Select(mention =>
            AskAsync([.. label.Prompt, .. mention.Prompt], mention.Answer.Length, slot, cancellationToken))).ConfigureAwait(false);
    }

    private async Task AskAsync(TokenId[] prompt, int tokens, int? slot, CancellationToken cancellationToken)
    {
        CompletionTimings timings = await _client.CompleteAsync(prompt, tokens, slot, cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _rows, timings.Rows);
    }
}
