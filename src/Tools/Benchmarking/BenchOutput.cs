using PaDeNer.Benchmarking.Reports;

namespace PaDeNer.Tools.Benchmarking;

/// <summary>Where a report goes: standard output, and files where they are wanted.</summary>
internal static class BenchOutput
{
    private const string PageFile = "performance.md";

    /// <summary>Writes a report.</summary>
    public static async Task WriteAsync(BenchRequest request, BenchReport report)
    {
        await Console.Out.WriteAsync(BenchMarkdown.Summary(report)).ConfigureAwait(false);
        List<string> written = [];
        if (request.Json is not null)
        {
            await File.WriteAllTextAsync(request.Json, BenchJson.Write(report)).ConfigureAwait(false);
            written.Add(request.Json);
        }

        if (request.Report is not null)
        {
            string pictures = Path.Combine(request.Report, BenchMarkdown.PictureFolder.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(pictures);
            foreach ((string name, byte[] png) in BenchPictures.Draw(report))
            {
                await File.WriteAllBytesAsync(Path.Combine(pictures, name), png).ConfigureAwait(false);
                written.Add(Path.Combine(pictures, name));
            }

            await File.WriteAllTextAsync(Path.Combine(request.Report, PageFile), BenchMarkdown.Write(report)).ConfigureAwait(false);
            written.Add(Path.Combine(request.Report, PageFile));
        }

        if (!request.Quiet && written.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Written: {string.Join(", ", written)}").ConfigureAwait(false);
        }
    }
}
