namespace PaDeNer.Daemon.Configuration;

/// <summary>One setting the daemon knows.</summary>
/// <param name="Key">Its key, <c>Section:Name</c>.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Default">Its built-in default, as text; null where it has none.</param>
/// <param name="IsOpen">Whether keys of the user's choice may stand below it.</param>
internal sealed record Setting(string Key, Type Type, string? Default, bool IsOpen);
