using System.Security.Cryptography;

namespace PaDeNer.Fuzzing.Loop;

/// <summary>Inputs that each passed through something new, kept in a folder from run to run.</summary>
internal sealed class Corpus
{
    private readonly string _folder;
    private readonly List<Entry> _entries = [];

    /// <summary>Opens a folder.</summary>
    public Corpus(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>How many.</summary>
    public int Count => _entries.Count;

    /// <summary>Those of earlier runs, in an order that does not depend on the file system.</summary>
    public IEnumerable<byte[]> Kept() => Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();

    /// <summary>Adds one.</summary>
    public void Add(byte[] input)
    {
        _entries.Add(new Entry(input));
        string path = Path.Combine(_folder, NameOf(input));
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, input);
        }
    }

    /// <summary>One to change: of three by chance that which was changed least; the shorter of equals.</summary>
    public byte[] Choose(Random random)
    {
        Entry chosen = Any(random);
        for (int round = 0; round < 2; round++)
        {
            Entry other = Any(random);
            chosen = (other.Chosen, other.Input.Length).CompareTo((chosen.Chosen, chosen.Input.Length)) < 0 ? other : chosen;
        }

        chosen.Chosen++;
        return chosen.Input;
    }

    /// <summary>One to take a piece of.</summary>
    public byte[] Other(Random random) => Any(random).Input;

    /// <summary>What the file of an input is called.</summary>
    public static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];

    private Entry Any(Random random) => _entries[random.Next(_entries.Count)];

    /// <summary>An input, and how often it was chosen.</summary>
    private sealed class Entry(byte[] input)
    {
        public byte[] Input => input;

        public long Chosen { get; set; }
    }
}
