using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>How a model wants to be asked: a template bound to the model's vocabulary. Safe from any thread.</summary>
/// <param name="name">The name model files and configuration use.</param>
/// <param name="tokenizer">The model's vocabulary.</param>
public abstract class PromptTemplate(string name, ITokenizer tokenizer)
{
    /// <summary>The name model files and configuration use.</summary>
    public string Name { get; } = name;

    /// <summary>The vocabulary it is bound to.</summary>
    public ITokenizer Tokenizer { get; } = tokenizer;

    /// <summary>Highest count the template can announce.</summary>
    public abstract int MaxCount { get; }

    /// <summary>The tokens a count may be; empty for any token.</summary>
    public abstract ReadOnlySpan<TokenId> CountCandidates { get; }

    /// <summary>The token a mention ends with.</summary>
    public TokenId EndOfMention => Tokenizer.EndOfText;

    /// <summary>Which tokens of a text mentions may begin and end with.</summary>
    public virtual TokenEdges Edges => TokenEdges.WholeCharacters;

    /// <summary>Whether the model is asked by words that anyone may choose, within limits: <see cref="Problem"/>.</summary>
    public virtual bool LabelsAreOpen => false;

    /// <summary>Whether the model can be asked for a label.</summary>
    public abstract bool Knows(Label label);

    /// <summary>What the model is shown for a label. Where labels are open, two labels with the same words are the same question.</summary>
    public virtual string WordsOf(Label label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.PromptName;
    }

    /// <summary>Why an open label cannot be asked for, as the end of a sentence that begins with the label; null where it can be.</summary>
    public virtual string? Problem(Label label) => null;

    /// <summary>Builds the prompts of a text.</summary>
    /// <exception cref="ArgumentException">A label the model cannot be asked for.</exception>
    public abstract DocumentPrompt Build(string text, IReadOnlyList<Label> labels);

    /// <summary>Reads a count from the tokens decoded so far.</summary>
    public abstract CountReading ReadCount(ReadOnlySpan<TokenId> decoded);

    /// <summary>What follows a label's prompt to ask for one of its mentions: the count and the mention's tag.</summary>
    /// <param name="count">1 to <see cref="MaxCount"/>.</param>
    /// <param name="mention">1 to <paramref name="count"/>.</param>
    public abstract ReadOnlySpan<TokenId> MentionPrompt(int count, int mention);

    /// <summary>Whether a mention ends at this token.</summary>
    public virtual bool EndsMention(TokenId token) => Tokenizer.IsEndOfGeneration(token);
}
