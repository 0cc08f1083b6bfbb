namespace PaDeNer.Fuzzing.Loop;

/// <summary>Makes an input small that finds something: pieces are left out, then bytes made plain, as long as the same is found.</summary>
internal static class Minimiser
{
    private const int MostTries = 20_000;

    /// <summary>A small input that finds the same.</summary>
    /// <param name="input">One that does.</param>
    /// <param name="findsTheSame">Whether another does.</param>
    public static byte[] Minimise(byte[] input, Func<byte[], bool> findsTheSame)
    {
        int tries = 0;
        bool Try(byte[] candidate) => tries++ < MostTries && findsTheSame(candidate);

        for (int before = int.MaxValue; input.Length < before;)
        {
            before = input.Length;
            for (int piece = Math.Max(1, input.Length / 2); piece > 0; piece /= 2)
            {
                for (int at = 0; at < input.Length;)
                {
                    byte[] shorter = [.. input[..at], .. input[Math.Min(input.Length, at + piece)..]];
                    (input, at) = Try(shorter) ? (shorter, at) : (input, at + piece);
                }
            }
        }

        for (int at = 0; at < input.Length; at++)
        {
            byte[] plainer = [.. input];
            plainer[at] = (byte)'0';
            input = input[at] != (byte)'0' && Try(plainer) ? plainer : input;
        }

        return input;
    }
}
