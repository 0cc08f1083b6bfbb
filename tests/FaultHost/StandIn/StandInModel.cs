using System.Text;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.FaultHost.StandIn;

/// <summary>What stands in for the model: entities and latency are functions of the text and of nothing else. Pure.</summary>
public static class StandInModel
{
    private const int MostEntities = 4;

    /// <summary>The labels of every document.</summary>
    public static LabelSet Labels { get; } = new(["PER", "LOC"]);

    /// <summary>The entities of a text: words at places that its hash chooses.</summary>
    public static DocumentEntities Entities(string text)
    {
        ulong hash = Hash(text);
        List<Entity> entities = [];
        int next = 0;
        for (int number = 0; number < (int)(hash % (MostEntities + 1)) && next < text.Length; number++)
        {
            int start = next + (int)((hash >> (8 * number)) % 5);
            int end = Math.Min(text.Length, start + 1 + (int)((hash >> (4 * number)) % 7));
            if (start >= end)
            {
                break;
            }

            Label label = Labels[(int)((hash >> number) & 1)];
            entities.Add(new Entity(label, text[start..end], new TextSpan(start, end), 0.5 + ((hash >> 32) % 1000 / 2000d)));
            next = end + 1;
        }

        return new DocumentEntities(entities, DecodingStatistics.Nothing);
    }

    /// <summary>How long a text takes.</summary>
    public static TimeSpan Latency(string text, StandInOptions options)
    {
        if (options.SlowWord is { Length: > 0 } word && text.Contains(word, StringComparison.Ordinal))
        {
            return options.TailLatency;
        }

        ulong hash = Hash(text + "#");
        double share = (hash % 10_000) / 10_000d, place = (hash >> 20) % 10_000 / 10_000d;
        return share < options.TailShare
            ? options.TailLatency * (0.1 + (0.9 * place * place))
            : options.LeastLatency + ((options.MostLatency - options.LeastLatency) * place);
    }

    // FNV-1a: the same in every process and on every machine.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ one) * 1099511628211;
        }

        return hash ^ (hash >> 29);
    }
}
