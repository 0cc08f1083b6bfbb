namespace PaDeNer.Streaming.Kafka.Settings;

/// <summary>Finds what somebody probably meant. Pure.</summary>
public static class NameSuggestion
{
    /// <summary>The known name nearest to what was written; null where none is near.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string name in known)
        {
            int distance = Distance(written.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best is not null && bestDistance <= Math.Max(2, Math.Max(written.Length, best.Length) / 3) ? best : null;
    }

    /// <summary><c> Did you mean 'x'?</c> with its leading space, or nothing.</summary>
    public static string DidYouMean(string written, IEnumerable<string> known) =>
        Nearest(written, known) is { } name ? $" Did you mean '{name}'?" : string.Empty;

    /// <summary>Edit distance in which two swapped neighbours count once.</summary>
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int best = Math.Min(cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                cost[i, j] = swapped ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
            }
        }

        return cost[a.Length, b.Length];
    }
}
