namespace PaDeNer.Benchmarking.Reports;

/// <summary>A section of the report that a suite writes itself.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Markdown">Its text; pictures are referred to through <see cref="BenchMarkdown.PictureFolder"/>.</param>
/// <param name="Pictures">Its pictures by file name.</param>
/// <param name="Json">Its figures as one JSON value; null for none.</param>
public sealed record ReportSection(string Title, string Markdown, IReadOnlyList<(string FileName, byte[] Png)> Pictures, string? Json = null);
