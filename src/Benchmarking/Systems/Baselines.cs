using System.Collections.Concurrent;
using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>Creates the baselines that run on the same engines as this daemon.</summary>
internal static class Baselines
{
    /// <summary>The paper's baseline that writes the text over again with its mentions marked.</summary>
    public const string Augmented = "autoreg-augmented";

    /// <summary>The paper's baseline that writes a list of labels and mentions.</summary>
    public const string Structured = "autoreg-structured";

    /// <summary>PaDeLLM-NER on one device, batched as in the paper.</summary>
    public const string Batch = "padellm-batch";

    /// <summary>One request per count and per mention in server slots, as llama-server schedules them.</summary>
    public const string Slots = "per-request-slots";

    /// <summary>Default number of slots of <see cref="Slots"/>.</summary>
    public const int DefaultSlots = 32;

    /// <summary>One sequence per document: the text over again with its mentions marked.</summary>
    public static ISystemUnderTest AutoregressiveAugmented(PromptTemplate template, EngineSource source, EngineConfiguration configuration) => Autoregressive(
        Augmented, "one sequence per document, on an engine for one sequence; the answer is the text over again with [mention | label] where a mention stands", template, source, configuration, AnswerText.Augmented);

    /// <summary>One sequence per document: a list of labels and mentions.</summary>
    public static ISystemUnderTest AutoregressiveStructured(PromptTemplate template, EngineSource source, EngineConfiguration configuration) => Autoregressive(
        Structured, "one sequence per document, on an engine for one sequence; the answer is ((label): (mention), ...) with (NULL) for labels without one", template, source, configuration, AnswerText.Structured);

    /// <summary>One document at a time; all counts, then all mentions; every prompt computed in full.</summary>
    public static ISystemUnderTest PadellmBatch(PromptTemplate template, EngineSource source, EngineConfiguration configuration) => new BaselineSystem(
        Batch,
        "one document at a time; all counts as one batch, then all mentions as one batch; every prompt is computed in full, the text included; any token may follow",
        template,
        source,
        configuration,
        threads => source.Create(threads, threads),
        ownQueues: false,
        (meter, clock) =>
        {
            SequenceBatch batch = new(new StepRunner(meter));
            return new SerialWorker(clock, submission => DecodeInTwoSteps(batch, submission.Answers));
        });

    /// <summary>Every count and mention its own request in a slot; slot-local prefix reuse, continuous batching, first come first served.</summary>
    /// <param name="template">The prompt template, bound to the vocabulary of the documents.</param>
    /// <param name="source">Creates the engines.</param>
    /// <param name="configuration">The number of engines and their threads.</param>
    /// <param name="slots">Slots of an instance; those the engine lacks are not used.</param>
    public static ISystemUnderTest PerRequestSlots(PromptTemplate template, EngineSource source, EngineConfiguration configuration, int slots = DefaultSlots) => new BaselineSystem(
        Slots,
        $"llama-server's way: every count and mention is a request of its own, in one of {slots} slots, chosen by prefix similarity; a slot reuses its own last prompt's prefix; generating slots first, then prompts; any token may follow",
        template,
        source,
        configuration,
        threads => source.Create(threads, threads),
        ownQueues: true,
        (meter, clock) => new SlotServer(new StepRunner(meter), clock, slots));

    /// <summary>The tokens a baseline generates for a document, the end included.</summary>
    public static int GeneratedTokens(string name, ForcedDocument document, PromptTemplate template)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(template);
        string text = name == Augmented ? AnswerText.Augmented(document) : AnswerText.Structured(document);
        return template.Tokenizer.Tokenize(text).Length + 1;
    }

    private static BaselineSystem Autoregressive(
        string name, string description, PromptTemplate template, EngineSource source, EngineConfiguration configuration, Func<ForcedDocument, string> answerOf)
    {
        // An answer's tokens are known beforehand only because it is forced: to find them is not the system's work.
        ConcurrentDictionary<ForcedDocument, TokenId[]> answers = new(ReferenceEqualityComparer.Instance);
        return new BaselineSystem(name, description, template, source, configuration, source.CreateForOneSequence, ownQueues: false, (meter, clock) =>
        {
            SequenceBatch batch = new(new StepRunner(meter));
            return new SerialWorker(clock, submission =>
            {
                // The first label's prompt stands for the instruction: the compact template has no wording of its own for these tasks.
                TokenId[] prompt = submission.Answers.Labels[0].Prompt;
                TokenId[] answer = answers.GetOrAdd(
                    submission.Document, document => [.. template.Tokenizer.Tokenize(answerOf(document)), template.EndOfMention]);
                batch.Run([new ScriptedSequence(prompt, answer)]);
            });
        });
    }

    private static void DecodeInTwoSteps(SequenceBatch batch, DocumentAnswers answers)
    {
        batch.Run([.. answers.Labels.Select(static label => new ScriptedSequence(label.Prompt, label.Count))]);
        batch.Run([.. from label in answers.Labels
                      from mention in label.Mentions
                      select new ScriptedSequence([.. label.Prompt, .. mention.Prompt], mention.Answer)]);
    }
}
