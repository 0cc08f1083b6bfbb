using System.Text;

namespace PaDeNer.Streaming.Records;

/// <summary>What we ask of a record's headers.</summary>
public static class RecordHeaders
{
    /// <summary>The media type of a record's value.</summary>
    public const string ContentType = "content-type";

    /// <summary>The text of the last header of this name, case ignored; null where there is none. Bytes that are no UTF-8 read as replacement characters.</summary>
    public static string? FindText(IReadOnlyList<RecordHeader> headers, string name)
    {
        for (int index = headers.Count - 1; index >= 0; index--)
        {
            if (string.Equals(headers[index].Name, name, StringComparison.OrdinalIgnoreCase) && headers[index].Value is { } value)
            {
                return Encoding.UTF8.GetString(value);
            }
        }

        return null;
    }

    /// <summary>The bytes of names and values.</summary>
    public static int Size(IReadOnlyList<RecordHeader> headers)
    {
        int bytes = 0;
        foreach (RecordHeader header in headers)
        {
            bytes += Size(header);
        }

        return bytes;
    }

    /// <summary>The bytes of one header's name and value.</summary>
    public static int Size(RecordHeader header) => Encoding.UTF8.GetByteCount(header.Name) + (header.Value?.Length ?? 0);

    /// <summary>A header that carries text.</summary>
    public static RecordHeader Text(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));
}
