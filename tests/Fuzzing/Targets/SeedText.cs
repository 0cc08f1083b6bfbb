using System.Text;

namespace PaDeNer.Fuzzing.Targets;

/// <summary>Seeds and words as bytes.</summary>
internal static class SeedText
{
    private const int LinesOfFile = 3;

    /// <summary>Words of JSON that matter to its readers, and those given.</summary>
    public static IReadOnlyList<byte[]> Json(params string[] more) => Bytes(
        [
            "{", "}", "[", "]", "{}", "[]", ",", ":", "\"", "\"\"", "null", "true", "false", "0", "-1", "1e3", "1e400", "0.5", "\\ud83d", "\\ud83d\\ude00", "\\u0000",
            "\\\"", "\\\\", "\\/", "\n", "\r\n", " ", "\t", "\uFEFF", "é", "\U0001F600", "漢", "2147483647", "-2147483648", "9223372036854775807", .. more,
        ]);

    /// <summary>Texts as UTF-8.</summary>
    public static IReadOnlyList<byte[]> Bytes(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The beginnings of the sample files of a kind, and each of their first lines alone.</summary>
    public static IReadOnlyList<byte[]> Samples(string pattern) =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "seeds"), pattern).Order(StringComparer.Ordinal)
            let lines = File.ReadLines(file).Take(LinesOfFile).ToArray()
            from text in lines.Append(string.Join('\n', lines))
            select Encoding.UTF8.GetBytes(text),
    ];
}
