namespace PaDeNer.Decoding.Prompting;

/// <summary>A piece of a text that is decoded on its own, in UTF-16 code units.</summary>
/// <param name="Start">First code unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="OwnedStart">First code unit of what it owns: an entity that starts there is taken from this window.</param>
/// <param name="OwnedEnd">One past the last code unit it owns; windows own the whole text without overlap.</param>
public readonly record struct DocumentWindow(int Start, int End, int OwnedStart, int OwnedEnd)
{
    /// <summary>The one window of a text that fits.</summary>
    public static DocumentWindow Whole(string text) => new(0, text?.Length ?? 0, 0, int.MaxValue);

    /// <summary>Whether an entity that starts at an offset of the text is taken from this window.</summary>
    public bool Owns(int start) => start >= OwnedStart && start < OwnedEnd;
}
