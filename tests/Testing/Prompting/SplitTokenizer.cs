using System.Text;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Prompting;

/// <summary>
/// A byte-level vocabulary that cuts a text's UTF-8 bytes anywhere, inside characters too, as its random numbers say. Equal bytes are one
/// token. For one thread.
/// </summary>
/// <param name="random">Where to cut.</param>
/// <param name="longest">Most bytes of a token.</param>
public sealed class SplitTokenizer(Random random, int longest) : ITokenizer
{
    private readonly Dictionary<string, TokenId> _ids = new(StringComparer.Ordinal);
    private readonly List<byte[]> _bytes = [[]];

    public int VocabularySize => _bytes.Count;

    public TokenId? BeginOfText => null;

    public TokenId EndOfText => new(0);

    public bool AddsLeadingSpace => false;

    public bool IsEndOfGeneration(TokenId token) => token == EndOfText;

    public TokenId? FindControlToken(string name) => null;

    public ReadOnlySpan<byte> BytesOf(TokenId token) => _bytes[token.Value];

    public TokenId[] Tokenize(string text)
    {
        ReadOnlySpan<byte> left = Encoding.UTF8.GetBytes(text);
        List<TokenId> tokens = [];
        while (!left.IsEmpty)
        {
            int length = Math.Min(random.Next(1, longest + 1), left.Length);
            tokens.Add(Intern(left[..length]));
            left = left[length..];
        }

        return [.. tokens];
    }

    private TokenId Intern(ReadOnlySpan<byte> bytes)
    {
        string key = Convert.ToHexString(bytes);
        if (!_ids.TryGetValue(key, out TokenId token))
        {
            token = _ids[key] = new TokenId(_bytes.Count);
            _bytes.Add(bytes.ToArray());
        }

        return token;
    }
}
