using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace PaDeNer.Fuzzing.Loop;

/// <summary>The input of the execution under way, in a file that outlives the process.</summary>
internal sealed class CurrentInput : IDisposable
{
    private const int Room = 1 << 20;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Makes the file.</summary>
    public CurrentInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Room);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>What stood in such a file when its process ended.</summary>
    public static byte[] Read(string path)
    {
        byte[] all = File.ReadAllBytes(path);
        return all[sizeof(int)..(sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(all))];
    }

    /// <summary>Notes an input.</summary>
    public void Set(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, input.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
