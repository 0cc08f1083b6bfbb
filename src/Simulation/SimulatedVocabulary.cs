using System.Globalization;
using System.Text;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Simulation;

/// <summary>
/// A vocabulary without meaning: every character is a token, and the control tokens of the compact template are there. A document's
/// text repeats one character, which tells whose it is: so the engine knows which document answers.
/// </summary>
internal sealed class SimulatedVocabulary : ITokenizer
{
    /// <summary>Documents that can be told apart at a time.</summary>
    public const int Documents = 0x9FFF - FirstLetter + 1;

    public const int MaxLabels = 64;
    public const int MaxCount = SimulatedPlanner.MostMentions;

    private const int FirstLabel = 3;
    private const int FirstCount = FirstLabel + MaxLabels;
    private const int FirstMention = FirstCount + MaxCount + 1;
    private const int FirstCharacter = 1000;
    private const char FirstLetter = '\u3400';

    private readonly byte[]?[] _bytes = new byte[]?[Documents];

    public int VocabularySize => FirstCharacter + char.MaxValue;

    public TokenId? BeginOfText => null;

    public TokenId EndOfText => EndTag;

    public bool AddsLeadingSpace => false;

    public static TokenId EndTag => new(2);

    public static TokenId CountTag(int count) => new(FirstCount + count);

    /// <summary>Which document a text token tells of; null for a control token.</summary>
    public static int? DocumentOf(TokenId token) => token.Value >= FirstCharacter ? token.Value - FirstCharacter - FirstLetter : null;

    /// <summary>The label of a label's tag, from 0; null for another token.</summary>
    public static int? LabelOf(TokenId token) => token.Value is >= FirstLabel and < FirstCount ? token.Value - FirstLabel : null;

    /// <summary>The number of a mention's tag, from 1; null for another token.</summary>
    public static int? MentionOf(TokenId token) => token.Value is >= FirstMention and < FirstCharacter ? token.Value - FirstMention + 1 : null;

    /// <summary>The text of a document of so many tokens.</summary>
    public static string Text(int document, int tokens) => new((char)(FirstLetter + (document % Documents)), tokens);

    public bool IsEndOfGeneration(TokenId token) => token == EndOfText;

    public TokenId[] Tokenize(string text)
    {
        TokenId[] tokens = new TokenId[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            tokens[i] = new TokenId(FirstCharacter + text[i]);
        }

        return tokens;
    }

    public TokenId? FindControlToken(string name)
    {
        string[] words = name.Trim('<', '|', '>').Split(' ');
        int number = int.Parse(words[^1], CultureInfo.InvariantCulture);
        return new TokenId(words[0] switch { "label" => FirstLabel + number - 1, "count" => FirstCount + number, _ => FirstMention + number - 1 });
    }

    public ReadOnlySpan<byte> BytesOf(TokenId token)
    {
        if (token.Value < FirstCharacter)
        {
            return [];
        }

        char character = (char)(token.Value - FirstCharacter);
        return _bytes[character - FirstLetter] ??= Encoding.UTF8.GetBytes([character]);
    }
}
