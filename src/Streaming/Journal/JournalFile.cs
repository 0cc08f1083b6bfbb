using System.Text;

namespace PaDeNer.Streaming.Journal;

/// <summary>
/// The journal on disk: lines that are appended, written anew when they have become many. Nothing is flushed to the disk: what was written
/// outlives the process, and a machine that goes down has not been ended by a document. For one thread at a time.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private const string Name = "decoding.journal";
    private const long Longest = 1024 * 1024;
    private readonly string _path;
    private readonly FileStream _lock;
    private FileStream? _file;

    private JournalFile(string path, FileStream locked) => (_path, _lock) = (path, locked);

    /// <summary>Opens the journal of a directory, which is made where it does not exist; no other process may have it open.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="state">What its lines come to; nothing where there are none.</param>
    /// <exception cref="IOException">It cannot be used, or somebody else uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be used.</exception>
    public static JournalFile Open(string directory, out JournalState state)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, Name);
        FileStream locked = new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            state = new JournalState();
            foreach (string text in File.Exists(path) ? File.ReadLines(path) : [])
            {
                if (JournalLine.TryParse(text, out JournalLine? line))
                {
                    state.Take(line.Value);
                }
            }

            return new JournalFile(path, locked);
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    /// <summary>Whether it has become so long that it should be written anew.</summary>
    public bool IsLong => _file?.Length > Longest;

    /// <summary>Writes it anew; a process that ends meanwhile leaves the old one.</summary>
    public void Write(IEnumerable<JournalLine> lines)
    {
        string next = _path + ".new";
        FileStream file = new(next, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + "\n"))));
        File.Move(next, _path, overwrite: true);
        _file?.Dispose();
        _file = file;
    }

    /// <summary>Appends lines, in one piece.</summary>
    public void Append(string lines) => _file!.Write(Encoding.UTF8.GetBytes(lines));

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _lock.Dispose();
    }
}
