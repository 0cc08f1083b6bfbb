namespace PaDeNer.Testing.Builders;

/// <summary>Texts made of words that come again, so that mentions have several places, with marks, numbers and other scripts in between.</summary>
public static class SampleTexts
{
    private static readonly string[] Words =
    [
        "Ada", "Lovelace", "met", "Ada", "in", "London", "and", "New", "York", "New", "Jersey", "with", "the", "Analytical", "Society",
        "(", "AT&T", ")", ",", "café", "Zürich", "東京", "で", "😀", "1843", "U.S.", "“Byron”", "of", "Ockham", "Ada's", "\n", ".",
    ];

    /// <summary>A text of so many words.</summary>
    public static string Create(Random random, int words)
    {
        ArgumentNullException.ThrowIfNull(random);
        return string.Join(' ', Enumerable.Range(0, Math.Max(1, words)).Select(_ => Words[random.Next(Words.Length)])) + " end";
    }
}
