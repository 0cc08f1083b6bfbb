using System.Text;

namespace PaDeNer.Streaming.Formats;

/// <summary>Takes the white space out of JSON and changes nothing else, so that numbers, escapes and the order of keys stay as they were written.</summary>
internal static class CompactJson
{
    /// <summary>Valid JSON without white space between its tokens.</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        byte[] compact = new byte[json.Length];
        int length = 0;
        bool inString = false;
        for (int index = 0; index < json.Length; index++)
        {
            byte current = json[index];
            if (inString && current == '\\')
            {
                compact[length++] = current;
                compact[length++] = json[++index];
                continue;
            }

            inString ^= current == '"';
            if (inString || current is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                compact[length++] = current;
            }
        }

        return Encoding.UTF8.GetString(compact, 0, length);
    }
}
