using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.Sequences;

/// <summary>The tokens a sequence wants evaluated next, from a position on, and where among them it wants an output. Reused.</summary>
public sealed class SequenceFeed
{
    private readonly List<TokenId> _tokens = [];
    private readonly List<Output> _outputs = [];
    private readonly List<TokenId> _candidates = [];

    /// <summary>Position of the first token, counted from the start of the sequence.</summary>
    public int Position { get; private set; }

    /// <summary>How many tokens.</summary>
    public int Count => _tokens.Count;

    /// <summary>How many outputs.</summary>
    public int OutputCount => _outputs.Count;

    /// <summary>The tokens.</summary>
    public ReadOnlySpan<TokenId> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>Starts over.</summary>
    /// <param name="position">Position of the first token to come.</param>
    public void Begin(int position)
    {
        Position = position;
        _tokens.Clear();
        _outputs.Clear();
        _candidates.Clear();
    }

    /// <summary>Adds a token.</summary>
    public void Add(TokenId token) => _tokens.Add(token);

    /// <summary>Adds tokens.</summary>
    public void Add(ReadOnlySpan<TokenId> tokens) => _tokens.AddRange(tokens);

    /// <summary>Wants an output after the token added last.</summary>
    /// <param name="scope">Among which tokens to choose.</param>
    /// <param name="candidates">The candidates; empty for <see cref="ChoiceScope.Vocabulary"/>.</param>
    public void Want(ChoiceScope scope, ReadOnlySpan<TokenId> candidates)
    {
        _outputs.Add(new Output(_tokens.Count - 1, scope, _candidates.Count, candidates.Length));
        _candidates.AddRange(candidates);
    }

    /// <summary>The index in <see cref="Tokens"/> of an output.</summary>
    public int OutputIndex(int output) => _outputs[output].Index;

    /// <summary>Among which tokens an output chooses.</summary>
    public ChoiceScope OutputScope(int output) => _outputs[output].Scope;

    /// <summary>The candidates of an output.</summary>
    public ReadOnlySpan<TokenId> OutputCandidates(int output) =>
        CollectionsMarshal.AsSpan(_candidates).Slice(_outputs[output].CandidateStart, _outputs[output].CandidateCount);

    private readonly record struct Output(int Index, ChoiceScope Scope, int CandidateStart, int CandidateCount);
}
