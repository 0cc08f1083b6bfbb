namespace PaDeNer.Decoding.Verbatim;

/// <summary>
/// Tells how far ahead of the model's choices a mention is fed. Right drafts save steps, wrong ones cost rows: it learns how often mentions
/// of a label go on after a word, and is told what a step is worth. Used by one lane.
/// </summary>
public sealed class DraftAdvisor
{
    private const int Labels = 32;
    private const int Words = 4;
    private const double Slowest = 0.01;

    private readonly double[] _goesOn = new double[Labels * Words];
    private readonly int[] _seen = new int[Labels * Words];

    /// <summary>What a step saved is worth, in rows; 0 or more. 0 drafts nothing but what is certain.</summary>
    public double StepWorth { get; set; }

    /// <summary>Whether it pays to feed more.</summary>
    /// <param name="chance">That the model chooses what would be fed, and everything before; 0 to 1.</param>
    /// <param name="rows">What it costs in rows; 1 or more.</param>
    public bool Pays(double chance, int rows) => chance * StepWorth > (1 - chance) * rows;

    /// <summary>How often a mention goes on where it may end, as seen lately; 0 to 1, a half before anything has been seen.</summary>
    /// <param name="label">Index of the label among its window's.</param>
    /// <param name="word">Words it has by then, from 1 on.</param>
    public double GoesOn(int label, int word)
    {
        int index = IndexOf(label, word);
        return (0.5 + (_goesOn[index] * _seen[index])) / (1 + _seen[index]);
    }

    /// <summary>A mention has gone on, or ended.</summary>
    /// <param name="label">Index of the label among its window's.</param>
    /// <param name="word">Words it had by then, from 1 on.</param>
    /// <param name="wentOn">Whether it went on.</param>
    public void Learn(int label, int word, bool wentOn)
    {
        int index = IndexOf(label, word);
        _seen[index] = Math.Min(_seen[index] + 1, (int)(1 / Slowest));
        _goesOn[index] += ((wentOn ? 1 : 0) - _goesOn[index]) / _seen[index];
    }

    private static int IndexOf(int label, int word) => (label % Labels * Words) + Math.Clamp(word, 1, Words) - 1;
}
