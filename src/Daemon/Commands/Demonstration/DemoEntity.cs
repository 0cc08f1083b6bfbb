namespace PaDeNer.Daemon.Commands.Demonstration;

/// <summary>An entity as the output topic gives it, its span in UTF-16 code units.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Start">First code unit in the text.</param>
/// <param name="End">One past the last.</param>
internal readonly record struct DemoEntity(string Label, int Start, int End);
