using System.Text;

namespace PaDeNer.Testing.Builders;

/// <summary>Texts of all that UTF-16 can hold: scripts, marks, joined emoji, white space of every kind, control characters, half surrogate pairs.</summary>
public static class UnicodeTexts
{
    private static readonly string[] Pieces =
    [
        "Ada", "b", "X9", "_", "it's", ".", ",", "(", "-", "é", "e\u0301", "ß", "Łódź", "Москва", "서울", "北京", "東", "か", "ไทย", "မြန်", "עברית", "عمان",
        "\u200f", "🙂", "👩\u200d🚀", "🇩🇪", "🏳️\u200d🌈", "𝔘", "𠀀", "½", "٣", "Ⅷ", " ", "  ", "\u00a0", "\u3000", "\u2028", "\u0085", "\t", "\r\n", "\n", "\0",
        "\u0001", "\u001c", "\u001f", "\u007f", "\u200b", "\ufeff", "\ufffd", "\ud83d", "\ude00", "\uffff",
    ];

    /// <summary>A text; empty now and then, and of white space alone.</summary>
    public static string Create(Random random, int pieces)
    {
        StringBuilder text = new();
        for (int i = 0; i < pieces; i++)
        {
            // A few pieces come again and again, so that mentions have several places.
            text.Append(Pieces[random.Next(3) == 0 ? random.Next(4) : random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }
}
