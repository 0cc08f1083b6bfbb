using System.Buffers.Binary;
using System.Text;

namespace PaDeNer.Faults.Tests.Proxies;

/// <summary>A request or an answer as Kafka sends it: four bytes of length, then so many bytes.</summary>
/// <param name="Bytes">All of it, the length with it.</param>
internal sealed record Frame(byte[] Bytes)
{
    /// <summary>The api key of a request that ends a transaction.</summary>
    public const short EndTransaction = 26;

    /// <summary>The api key of a request by which a member asks to be let into its group.</summary>
    public const short JoinGroup = 11;

    private const int Largest = 100_000_000;

    /// <summary>Of a request: which call it is.</summary>
    public short Api => BinaryPrimitives.ReadInt16BigEndian(Bytes.AsSpan(4));

    /// <summary>Of a request: the number that its answer carries.</summary>
    public int RequestNumber => BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(8));

    /// <summary>Of a request: as whom its client has itself called.</summary>
    public string Client => Encoding.UTF8.GetString(Bytes.AsSpan(14, Math.Max((short)0, BinaryPrimitives.ReadInt16BigEndian(Bytes.AsSpan(12)))));

    /// <summary>Of an answer: the number of its request.</summary>
    public int AnswerNumber => BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(4));

    /// <summary>Reads the next one; null where the connection has ended.</summary>
    public static async Task<Frame?> ReadAsync(Stream stream, CancellationToken stop)
    {
        byte[] length = new byte[4];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, stop) < length.Length)
        {
            return null;
        }

        int bytes = BinaryPrimitives.ReadInt32BigEndian(length);
        if (bytes is < 8 or > Largest)
        {
            throw new InvalidDataException($"A frame of {bytes} bytes is none of Kafka's.");
        }

        byte[] all = new byte[4 + bytes];
        length.CopyTo(all, 0);
        return await stream.ReadAtLeastAsync(all.AsMemory(4), bytes, throwOnEndOfStream: false, stop) < bytes ? null : new Frame(all);
    }
}
