using System.Globalization;
using System.Text.Json;

namespace PaDeNer.Daemon.Configuration;

/// <summary>How broken JSON is told: where, counted from 1, and nothing of the file's content. Pure.</summary>
internal static class JsonErrorText
{
    /// <summary>What follows the name of a file that is not valid: <c> at line 3, byte 17</c>, or the message itself where the parser knows no place.</summary>
    public static string Of(JsonException broken)
    {
        ArgumentNullException.ThrowIfNull(broken);
        return broken.LineNumber is { } line
            ? string.Create(CultureInfo.InvariantCulture, $" at line {line + 1}, byte {(broken.BytePositionInLine ?? 0) + 1}{FieldOf(broken)}{Missing(broken)}")
            : $": {broken.Message}";
    }

    /// <summary>The place in one line of a file that has a JSON value a line.</summary>
    public static string InLine(JsonException broken)
    {
        ArgumentNullException.ThrowIfNull(broken);
        return broken.BytePositionInLine is { } place
            ? string.Create(CultureInfo.InvariantCulture, $"not valid JSON at byte {place + 1}")
            : "a field is given twice"; // the one thing that the parser says without a place
    }

    /// <summary>The fields that are not there, where that is what is wrong: the parser lists them at the end of its sentence.</summary>
    private static string Missing(JsonException broken)
    {
        const string List = "including: ";
        int at = broken.Message.IndexOf(List, StringComparison.Ordinal);
        return at < 0 ? string.Empty : $": there is no {broken.Message[(at + List.Length)..].Split(". ")[0].TrimEnd('.')}";
    }

    /// <summary>The field that has a value of another kind than it wants, where that is what is wrong.</summary>
    private static string FieldOf(JsonException broken) =>
        broken.Path is { Length: > 2 } path ? $" ('{path[2..]}')" : string.Empty;
}
