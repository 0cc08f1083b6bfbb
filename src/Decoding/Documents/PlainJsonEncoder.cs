using System.Text.Encodings.Web;

namespace PaDeNer.Decoding.Documents;

/// <summary>
/// Text in JSON as it is, of any script and with any emoji: only what JSON asks for is escaped, and what nobody could see. The library's
/// freest encoder writes every character beyond the basic plane as two escapes. Not for JSON that stands inside HTML.
/// </summary>
public sealed class PlainJsonEncoder : JavaScriptEncoder
{
    private PlainJsonEncoder()
    {
    }

    /// <summary>The one there is; safe from any thread.</summary>
    public static PlainJsonEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => UnsafeRelaxedJsonEscaping.MaxOutputCharactersPerInputCharacter;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && UnsafeRelaxedJsonEscaping.WillEncode(unicodeScalar);

    // The library has no form of these two without pointers; nothing is read past the length it gives.
    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (int at = 0; at < textLength; at += 2)
        {
            int next = UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncode(text + at, textLength - at);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (at + 1 == textLength || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return at;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
}
