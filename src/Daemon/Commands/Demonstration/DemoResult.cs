using System.Text.Json;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Daemon.Commands.Demonstration;

/// <summary>A value of the output topic.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Entities">Its entities with a span, in order of start; those inside another are left out.</param>
/// <param name="Value">The value as it came.</param>
internal sealed record DemoResult(string Id, IReadOnlyList<DemoEntity> Entities, byte[] Value)
{
    /// <summary>Reads a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="textOf">The text of a document that was sent; null for one that was not.</param>
    public static DemoResult? Read(byte[] value, Func<string, string?> textOf)
    {
        using JsonDocument json = JsonDocument.Parse(value);
        string id = json.RootElement.GetProperty("id").GetString()!;
        if (textOf(id) is not { } text)
        {
            return null;
        }

        OffsetUnit unit = json.RootElement.GetProperty("offset_unit").GetString() switch
        {
            "utf16" => OffsetUnit.Utf16,
            "utf8" => OffsetUnit.Utf8,
            _ => OffsetUnit.CodePoint,
        };
        OffsetConverter offsets = new(text, unit);
        List<DemoEntity> entities = [];
        int at = 0;
        foreach (JsonElement entity in json.RootElement.GetProperty("entities").EnumerateArray())
        {
            if (entity.GetProperty("start").ValueKind != JsonValueKind.Number)
            {
                continue;
            }

            int start = IndexOf(offsets, entity.GetProperty("start").GetInt32(), at, text.Length);
            int end = IndexOf(offsets, entity.GetProperty("end").GetInt32(), start, text.Length);
            if (start >= at && end > start)
            {
                entities.Add(new DemoEntity(entity.GetProperty("label").GetString()!, start, end));
                at = end;
            }
        }

        return new DemoResult(id, entities, value);
    }

    /// <summary>The code unit at an offset of another unit; -1 where it lies before <paramref name="from"/>.</summary>
    private static int IndexOf(OffsetConverter offsets, int offset, int from, int length)
    {
        for (int index = Math.Max(0, from); index <= length; index++)
        {
            if (offsets.Convert(index) >= offset)
            {
                return offsets.Convert(index) == offset ? index : -1;
            }
        }

        return -1;
    }
}

/// <summary>An entity as the output topic gives it, its span in UTF-16 code units.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Start">First code unit in the text.</param>
/// <param name="End">One past the last.</param>
internal readonly record struct DemoEntity(string Label, int Start, int End);
