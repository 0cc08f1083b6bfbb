using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Tests.Commands;

public sealed class FileIdentityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("padener-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_itself_by_every_name()
    {
        string file = Written("input");
        string symbolic = Named("symbolic");
        string folder = Named("folder");
        File.CreateSymbolicLink(symbolic, file);
        Directory.CreateSymbolicLink(folder, _folder);

        Assert.All(
            [file, Path.Combine(_folder, ".", "input"), symbolic, Path.Combine(folder, "input"), Path.GetRelativePath(".", file)],
            name => Assert.True(FileIdentity.AreSame(file, name) && FileIdentity.AreSame(name, file), name));
    }

    [Fact]
    public void Other_files_copies_and_what_is_not_there_are_not_the_same()
    {
        string file = Written("input");
        string copy = Written("copy");
        File.CreateSymbolicLink(Named("dangling"), Named("nowhere"));

        Assert.All([copy, Named("nowhere"), Named("dangling"), _folder, "/dev/null"], name => Assert.False(FileIdentity.AreSame(file, name), name));
        Assert.False(FileIdentity.AreSame("/dev/null", "/dev/null"));
    }

    [Fact]
    public void Extract_refuses_to_write_over_what_it_reads()
    {
        string file = Written("input");
        string link = Named("link");
        File.CreateSymbolicLink(link, file);

        Assert.Contains("the same file", Problem(file, link), StringComparison.Ordinal);
        Assert.Contains("the same file", Problem(link, file), StringComparison.Ordinal);
        Assert.Null(Problem(file, Named("output")));
        Assert.Null(Problem(file, "-"));
    }

    private static string? Problem(string input, string output) => new ExtractRequest(input, output, InputFormat.Auto, false, false, true).Problem();

    private string Named(string name) => Path.Combine(_folder, name);

    private string Written(string name)
    {
        File.WriteAllText(Named(name), "{}");
        return Named(name);
    }
}
