namespace PaDeNer.Batching.Slots;

/// <summary>
/// A run of KV cells that one or several slots see: a document's prefix, a label's prompt, a mention's tokens. Branches form a tree as
/// prompts do; a branch's cells live as long as a slot sees them, that is as long as it or a branch above it is held.
/// </summary>
public sealed class KvBranch
{
    internal KvBranch(KvBranch? parent) => Parent = parent;

    /// <summary>The branch it continues; null for a prefix.</summary>
    public KvBranch? Parent { get; }

    /// <summary>Its own cells, those of its parent not counted.</summary>
    public int Cells { get; internal set; }

    internal int References { get; set; }
}
