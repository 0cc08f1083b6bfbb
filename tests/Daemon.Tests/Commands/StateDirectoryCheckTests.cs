using PaDeNer.Daemon.Commands.Diagnosis;

namespace PaDeNer.Daemon.Tests.Commands;

public sealed class StateDirectoryCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("padener-state-").FullName;

    [Fact]
    public void None_is_a_fact_and_says_what_it_costs() => Assert.Contains("a document that ends the process would not be found", Look("", 0, isWell: true), StringComparison.Ordinal);

    [Fact]
    public void One_that_can_be_written_to_is_well_and_stays_as_it_was()
    {
        Assert.Contains($"state directory    {_folder}, ", Look(_folder, 0, isWell: true), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void One_that_is_not_there_is_well_where_it_can_be_made_and_is_not_made()
    {
        string deep = Path.Combine(_folder, "a", "b");
        Assert.Contains($"{deep} is made at start", Look(deep, 0, isWell: true), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_in_its_place_is_a_problem()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, string.Empty);
        Assert.Contains("is a file", Look(file, 0, isWell: false), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_cannot_be_written_to_is_a_problem_with_its_user()
    {
        // Nobody, root included, makes files there.
        string said = Look("/proc/padener/state", 0, isWell: false);
        Assert.Contains("/proc cannot be written to", said, StringComparison.Ordinal);
        Assert.Contains($"({Environment.UserName} here)", said, StringComparison.Ordinal);
    }

    [Fact]
    public void One_without_room_is_a_problem() => Assert.Contains("Make room", Look(_folder, long.MaxValue, isWell: false), StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Look(string directory, long leastFree, bool isWell)
    {
        using StringWriter output = new();
        Checkup checkup = new(output);
        StateDirectoryCheck.Run(checkup, directory, leastFree);
        Assert.Equal(isWell, checkup.Conclude());
        return output.ToString();
    }
}
