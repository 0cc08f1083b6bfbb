using PaDeNer.Tools.Benchmarking;

namespace PaDeNer.Tools.Tests.Benchmarking;

public sealed class BenchDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("padener-bench-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Data_that_is_named_is_read_whatever_else_there_is() => Assert.Equal(("named", false), BenchData.Choose("named", _folder, "samples"));

    [Fact]
    public void The_papers_sets_are_read_where_they_lie_beside_the_clone() => Assert.Equal((_folder, false), BenchData.Choose(null, _folder, "samples"));

    [Fact]
    public void The_samples_are_read_where_nothing_else_is_there() => Assert.Equal(("samples", true), BenchData.Choose(null, Path.Combine(_folder, "none"), "samples"));

    [Fact]
    public void Without_samples_either_the_missing_folder_is_named()
    {
        string missing = Path.Combine(_folder, "none");

        (string folder, bool isSample) = BenchData.Choose(null, missing, null);

        Assert.Contains($"there is no folder {missing} of datasets. Name one with --data DIR", Request(folder, isSample).Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_samples_that_come_with_the_daemon_are_datasets_and_the_report_names_them()
    {
        BenchRequest request = Request(AnnotatedSamples.Folder!, isSample: true);

        Assert.Null(request.Problem());
        Assert.Equal(["everyday", "legal"], BenchData.Files(request.Data).Select(static file => file.Name));
        Assert.Equal((AnnotatedSamples.Place, AnnotatedSamples.Note), (request.Source.Folder, request.Source.Note));
        Assert.Contains(AnnotatedSamples.EvalFile, BenchData.Files(request.Data).Select(static file => file.Path));
    }

    [Fact]
    public void Of_data_that_was_named_there_is_nothing_to_say() => Assert.Null(Request("named", isSample: false).Source.Note);

    private static BenchRequest Request(string folder, bool isSample) =>
        new(folder, [], Quick: true, null, 1, null, null, Quiet: true) { IsSample = isSample };
}
