using System.Text;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Planning;

/// <summary>A mention as the paper decodes it: any token may follow, until the end of text.</summary>
internal sealed class FreeMentionSequence : MentionSequence
{
    private readonly PromptTemplate _template;
    private readonly int _maxTokens;
    private readonly List<TokenId> _tokens = [];

    public FreeMentionSequence(CountSequence count, int order, ReadOnlySpan<TokenId> prompt, PromptTemplate template, int maxTokens)
        : base(count, order, prompt)
    {
        _template = template;
        _maxTokens = maxTokens;
        Feed.Want(ChoiceScope.Vocabulary, []);
    }

    public override string Text
    {
        get
        {
            List<byte> bytes = [];
            foreach (TokenId token in _tokens)
            {
                bytes.AddRange(_template.Tokenizer.BytesOf(token));
            }

            return Encoding.UTF8.GetString([.. bytes]).Trim();
        }
    }

    private protected override void Take(ReadOnlySpan<TokenChoice> choices)
    {
        TokenChoice choice = choices[0];
        Note(choice);
        if (_template.EndsMention(choice.Token))
        {
            Finish = FinishReason.Stop;
            return;
        }

        _tokens.Add(choice.Token);
        LogProbability += choice.LogProbability;
        if (_tokens.Count >= _maxTokens)
        {
            Finish = FinishReason.Length;
            return;
        }

        Feed.Begin(Feed.Position + Feed.Count);
        Feed.Add(choice.Token);
        Feed.Want(ChoiceScope.Vocabulary, []);
    }
}
