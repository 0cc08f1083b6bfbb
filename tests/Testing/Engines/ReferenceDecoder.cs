using System.Text;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Engines;

/// <summary>
/// Decodes a window the slow way: every prompt alone in an emptied engine, nothing shared, one token at a time, candidates found anew
/// by comparing whole runs of tokens. Shares no code with the planned sequences it judges.
/// </summary>
public sealed class ReferenceDecoder(IDecodeEngine engine, PromptTemplate template, DecodingSettings settings)
{
    private static readonly SlotId Slot = new(0);
    private readonly StepPlan _plan = new(engine.Capacity);
    private readonly StepResult _result = new(engine.Capacity);
    private TokenId[] _held = [];

    /// <summary>Reads a window; takes its labels and prompts only.</summary>
    public ReferenceReading Read(WindowPlan window)
    {
        ArgumentNullException.ThrowIfNull(window);
        List<int> counts = [];
        List<float> countMargins = [];
        List<MentionReading> mentions = [];
        for (int label = 0; label < window.Labels.Count; label++)
        {
            TokenId[] prompt = [.. window.Prompt.Prefix, .. window.Prompt.Suffixes[label]];
            (int count, float countMargin) = ReadCount(prompt);
            counts.Add(count);
            countMargins.Add(countMargin);
            for (int order = 1; order <= count; order++)
            {
                TokenId[] asked = [.. prompt, .. template.MentionPrompt(count, order)];
                MentionReading mention = settings.Mode == DecodingMode.Verbatim && window.Prompt.Text is { } text
                    ? ReadVerbatim(asked, text)
                    : ReadFree(asked);
                mentions.Add(mention with
                {
                    Label = window.Labels[label].Name,
                    Order = order,
                    LowestMargin = MathF.Min(countMargin, mention.LowestMargin),
                });
            }
        }

        return new ReferenceReading(counts, countMargins, mentions);
    }

    private (int Count, float Margin) ReadCount(TokenId[] prompt)
    {
        ChoiceScope scope = template.CountCandidates.IsEmpty ? ChoiceScope.Vocabulary : ChoiceScope.Candidates;
        List<TokenId> decoded = [];
        float margin = float.PositiveInfinity;
        CountReading reading = CountReading.Incomplete;
        while (!reading.IsComplete && decoded.Count < settings.Limits.MaxCountTokens)
        {
            TokenChoice choice = Next([.. prompt, .. decoded], scope, template.CountCandidates);
            margin = MathF.Min(margin, choice.Margin);
            decoded.Add(choice.Token);
            reading = template.ReadCount([.. decoded]);
        }

        int most = Math.Min(settings.Limits.MaxMentionsPerLabel, template.MaxCount);
        return (Math.Clamp((reading.Count ?? 0) + settings.Limits.CountAdjustment, 0, most), margin);
    }

    private MentionReading ReadFree(TokenId[] prompt)
    {
        List<TokenId> mention = [];
        double logProbability = 0;
        float margin = float.PositiveInfinity;
        while (mention.Count < settings.Limits.MaxMentionTokens)
        {
            TokenChoice choice = Next([.. prompt, .. mention], ChoiceScope.Vocabulary, []);
            margin = MathF.Min(margin, choice.Margin);
            if (template.EndsMention(choice.Token))
            {
                break;
            }

            mention.Add(choice.Token);
            logProbability += choice.LogProbability;
        }

        byte[] bytes = [.. mention.SelectMany(token => template.Tokenizer.BytesOf(token).ToArray())];
        return new MentionReading(string.Empty, 0, Encoding.UTF8.GetString(bytes).Trim(), logProbability, margin);
    }

    private MentionReading ReadVerbatim(TokenId[] prompt, TextTokens text)
    {
        ChoiceScope scope = settings.ProbabilityOverCandidates ? ChoiceScope.Candidates : ChoiceScope.CandidatesOverVocabulary;
        List<TokenId> mention = [];
        double logProbability = 0;
        float margin = float.PositiveInfinity;
        while (mention.Count < settings.Limits.MaxMentionTokens)
        {
            TokenId[] candidates = Candidates(text, mention);
            if (candidates.Length == 0 || (candidates is [TokenId only] && only == template.EndOfMention))
            {
                break;
            }

            // A token without an alternative needs no choice where its probability is 1 by definition.
            TokenChoice choice = candidates.Length == 1 && scope == ChoiceScope.Candidates
                ? new TokenChoice(candidates[0], 0, float.PositiveInfinity)
                : Next([.. prompt, .. mention], scope, candidates);
            margin = MathF.Min(margin, choice.Margin);
            if (choice.Token == template.EndOfMention)
            {
                break;
            }

            mention.Add(choice.Token);
            logProbability += choice.LogProbability;
        }

        // A mention that is cut inside a word, or took the white space at the text's end, is as long as its whole words.
        int[] places = [.. Places(text, mention)];
        string surface = string.Empty;
        for (int length = mention.Count; length > 0 && surface.Length == 0; length--)
        {
            int at = length - 1;
            int place = places.FirstOrDefault(place => text[place + at].EndsWord, -1);
            surface = place < 0 ? string.Empty : text.Text[text[place].Start..text[place + at].End].TrimEnd();
        }

        return new MentionReading(string.Empty, 0, surface, logProbability, margin);
    }

    private TokenId[] Candidates(TextTokens text, List<TokenId> mention)
    {
        List<TokenId> candidates = [];
        bool mayEnd = false;
        foreach (int place in Places(text, mention))
        {
            mayEnd |= mention.Count > 0 && text[place + mention.Count - 1].EndsWord;
            if (place + mention.Count < text.Count)
            {
                candidates.Add(text[place + mention.Count].Token);
            }
        }

        candidates = [.. candidates.Distinct()];
        return mention.Count > 0 && (mayEnd || candidates.Count == 0) ? [.. candidates, template.EndOfMention] : [.. candidates];
    }

    private static IEnumerable<int> Places(TextTokens text, List<TokenId> mention) =>
        from place in Enumerable.Range(0, text.Count)
        where text[place].StartsWord && place + mention.Count <= text.Count
        where Enumerable.Range(0, mention.Count).All(i => text[place + i].Token == mention[i])
        select place;

    /// <summary>
    /// What comes after a prompt with nothing beside it: a prompt that goes on from the one before is fed its new tokens, any other is
    /// evaluated whole in an emptied slot.
    /// </summary>
    private TokenChoice Next(TokenId[] prompt, ChoiceScope scope, ReadOnlySpan<TokenId> candidates)
    {
        bool goesOn = prompt.Length > _held.Length && _held.Length > 0 && prompt.AsSpan().StartsWith(_held);
        int from = goesOn ? _held.Length : 0;
        _held = prompt;
        TokenChoice choice = default;
        for (int done = from; done < prompt.Length;)
        {
            _plan.Clear();
            _result.Clear();
            if (done == 0)
            {
                _plan.Trims.Add(new SlotTrim(Slot, 0));
            }

            int rows = Math.Min(prompt.Length - done, engine.Capacity.RowsPerStep);
            for (int i = 0; i < rows; i++, done++)
            {
                _plan.Batch.AddRow(prompt[done], done, [Slot]);
            }

            if (done == prompt.Length)
            {
                _plan.Batch.RequestOutput(scope, candidates);
            }

            StepStatus status = engine.Execute(_plan, _result);
            if (status != StepStatus.Ok)
            {
                throw new EngineFaultException($"The reference decoder's step ended as {status}.");
            }

            choice = done == prompt.Length ? _result.Choices[0] : choice;
        }

        return choice;
    }
}
