namespace PaDeNer.Daemon.Health;

/// <summary>Facts about this run that the status page shows; filled in as they become known. Safe for threads.</summary>
internal sealed class DaemonAbout
{
    private volatile IReadOnlyDictionary<string, string> _facts = new Dictionary<string, string>();

    /// <summary>Begins with facts.</summary>
    public DaemonAbout(params IEnumerable<KeyValuePair<string, string>> facts) => Add(facts);

    /// <summary>The facts so far, in the order they were added.</summary>
    public IReadOnlyDictionary<string, string> Facts => _facts;

    /// <summary>Adds facts; the composition root alone does.</summary>
    public void Add(params IEnumerable<KeyValuePair<string, string>> facts)
    {
        Dictionary<string, string> all = new(_facts, StringComparer.Ordinal);
        foreach ((string name, string value) in facts)
        {
            all[name] = value;
        }

        _facts = all;
    }
}
