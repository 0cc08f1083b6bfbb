namespace PaDeNer.Fuzzing.Targets;

/// <summary>Not a reader of ours: shows that the loop finds what chance would not. Instrumented as they are.</summary>
internal static class Maze
{
    /// <summary>Throws at its end, four turns deep, each of which one byte in 256 takes.</summary>
    public static void Walk(byte[] input)
    {
        if (input.Length < 4 || input[0] != 0x6D)
        {
            return;
        }

        if (input[1] != 0xA1)
        {
            return;
        }

        if (input[2] != 0x7A)
        {
            return;
        }

        if (input[3] == 0xE5)
        {
            throw new InvalidOperationException("The end of the maze.");
        }
    }
}
