using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>
/// A prompt and the answer fed token by token as if it had been chosen. The answer's last token ends the sequence and is chosen but
/// never fed, as with any decoder.
/// </summary>
internal sealed class ScriptedSequence
{
    private readonly TokenId[] _prompt;
    private readonly TokenId[] _answer;

    public ScriptedSequence(TokenId[] prompt, TokenId[] answer) => (_prompt, _answer) = (prompt, answer);

    public int PromptLength => _prompt.Length;

    /// <summary>Rows it takes in all: its prompt, and its answer but for the last token.</summary>
    public int Rows => _prompt.Length + _answer.Length - 1;

    /// <summary>Position of the next token to feed.</summary>
    public int Position { get; private set; }

    public ReadOnlySpan<TokenId> Prompt => _prompt;

    public bool IsGenerating => Position >= _prompt.Length;

    public bool IsFinished => Position == Rows;

    /// <summary>Begins behind tokens that its slot holds already; at least the prompt's last is evaluated anew.</summary>
    public void StartAt(int position) => Position = Math.Min(position, _prompt.Length - 1);

    public TokenId TokenAt(int position) => position < _prompt.Length ? _prompt[position] : _answer[position - _prompt.Length];

    /// <summary>Adds the prompt's next rows, or the one row of a generating sequence; a choice is wanted where the prompt is complete.</summary>
    /// <param name="batch">Is filled.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="room">Most rows.</param>
    /// <returns>Rows added.</returns>
    public int AddRows(MicroBatch batch, SlotId slot, int room)
    {
        int end = IsGenerating ? Position + 1 : Math.Min(_prompt.Length, Position + room);
        int first = Position;
        for (; Position < end; Position++)
        {
            batch.AddRow(TokenAt(Position), Position, [slot]);
        }

        if (Position >= _prompt.Length)
        {
            batch.RequestOutput(ChoiceScope.Vocabulary, []);
        }

        return Position - first;
    }
}
