using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PaDeNer.Fuzzing.Loop;

/// <summary>Changes inputs: bits, bytes, numbers in binary and in digits, pieces moved, repeated and taken from others, words.</summary>
/// <param name="random">Chooses.</param>
/// <param name="words">Words of the target's language.</param>
/// <param name="most">How long a result may be.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int most)
{
    private const int MostChanges = 5;
    private const int MostRepeats = 200;
    private static readonly long[] Numbers = [0, 1, -1, 2, 16, 32, 64, 100, 127, 128, 255, 256, 1023, 1024, 4096, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 40, 1L << 62, long.MaxValue, long.MinValue];

    /// <summary>A changed copy.</summary>
    /// <param name="input">What is changed.</param>
    /// <param name="other">What pieces are taken from.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        // One as often as several: where an input has come far, most changes take it back.
        for (int changes = random.Next(2) == 0 ? 1 : 1 << random.Next(MostChanges); changes > 0; changes--)
        {
            Change(bytes, other);
        }

        return [.. bytes.Take(most)];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        int at = random.Next(bytes.Count + 1);
        switch (random.Next(12))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when at < bytes.Count:
                bytes[at] = (byte)(bytes[at] + random.Next(-16, 17));
                break;
            case 3:
                WriteNumber(bytes, at);
                break;
            case 4:
                WriteDigits(bytes, at);
                break;
            case 5 or 6 when words.Count > 0:
                bytes.InsertRange(at, words[random.Next(words.Count)]);
                break;
            case 7 when words.Count > 0:
                byte[] word = words[random.Next(words.Count)];
                Replace(bytes, at, word.Length, word);
                break;
            case 8:
                Replace(bytes, at, Length(bytes.Count - at), []);
                break;
            case 9:
                byte[] piece = [.. bytes.GetRange(at, Length(bytes.Count - at))];
                bytes.InsertRange(random.Next(bytes.Count + 1), piece);
                break;
            case 10:
                Repeat(bytes, at);
                break;
            default:
                int from = random.Next(other.Length + 1);
                byte[] taken = other[from..(from + Length(other.Length - from))];
                Replace(bytes, at, random.Next(2) == 0 ? 0 : taken.Length, taken);
                break;
        }
    }

    /// <summary>A length, short more often than long.</summary>
    private int Length(int limit) => limit <= 0 ? 0 : random.Next(1, 1 + Math.Min(limit, 1 << random.Next(11)));

    private void WriteNumber(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        long value = Numbers[random.Next(Numbers.Length)] + random.Next(-1, 2);
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            Replace(bytes, at, 1 << random.Next(4), number);
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            Replace(bytes, at, 1 << random.Next(4), number[^(1 << random.Next(4))..]);
        }
    }

    private void WriteDigits(List<byte> bytes, int at)
    {
        int begin = bytes.FindIndex(Math.Min(at, bytes.Count), static one => char.IsAsciiDigit((char)one));
        begin = begin < 0 ? at : begin;
        int end = begin;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
        {
            end++;
        }

        string digits = (Numbers[random.Next(Numbers.Length)] + random.Next(-1, 2)).ToString(CultureInfo.InvariantCulture);
        Replace(bytes, begin, end - begin, Encoding.ASCII.GetBytes(digits));
    }

    private void Repeat(List<byte> bytes, int at)
    {
        byte[] piece = [.. bytes.GetRange(at, Length(Math.Min(16, bytes.Count - at)))];
        for (int times = random.Next(MostRepeats); times > 0 && piece.Length > 0 && bytes.Count < most; times--)
        {
            bytes.InsertRange(at, piece);
        }
    }

    private static void Replace(List<byte> bytes, int at, int length, ReadOnlySpan<byte> with)
    {
        bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
        bytes.InsertRange(at, with);
    }
}
