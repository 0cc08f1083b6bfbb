using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Prompting;

/// <summary>A template that throws once while a document is decoded: at the given call that reads a count or words a mention.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="call">Which call, from 1.</param>
public sealed class FailingTemplate(PromptTemplate inner, int call) : PromptTemplate(inner.Name, inner.Tokenizer)
{
    private int _calls;

    /// <summary>Whether it has thrown.</summary>
    public bool HasFailed => _calls >= call;

    public override int MaxCount => inner.MaxCount;

    public override ReadOnlySpan<TokenId> CountCandidates => inner.CountCandidates;

    public override bool Knows(Label label) => inner.Knows(label);

    public override DocumentPrompt Build(string text, IReadOnlyList<Label> labels) => inner.Build(text, labels);

    public override CountReading ReadCount(ReadOnlySpan<TokenId> decoded)
    {
        Count();
        return inner.ReadCount(decoded);
    }

    public override ReadOnlySpan<TokenId> MentionPrompt(int count, int mention)
    {
        // The prompt of an only mention is also asked for to size things, when no document is in hand.
        if (count > 1)
        {
            Count();
        }

        return inner.MentionPrompt(count, mention);
    }

    public override bool EndsMention(TokenId token) => inner.EndsMention(token);

    // A method of its own in every stack trace, however often it was called.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void Count()
    {
        if (++_calls == call)
        {
            throw new InvalidOperationException("A defect of the template.");
        }
    }
}
