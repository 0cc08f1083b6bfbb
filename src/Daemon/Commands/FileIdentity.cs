using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PaDeNer.Daemon.Commands;

/// <summary>Whether two paths lead to one file, whatever links lie between: asked of the file system, as names cannot tell. Opens nothing.</summary>
internal static class FileIdentity
{
    private const int WorkingFolder = -100;
    private const int BufferBytes = 256;
    private const uint TypeAndNumber = 0x0001 | 0x0100;
    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;

    /// <summary>Whether both are one regular file. Pipes, terminals and the like can be read and written at once.</summary>
    /// <param name="input">A path, or a dash for standard input.</param>
    /// <param name="output">A path, which need not exist, or a dash for standard output.</param>
    public static bool AreSame(string input, string output)
    {
        if (OperatingSystem.IsLinux())
        {
            return Of(input == "-" ? "/proc/self/fd/0" : input) is { } first && first == Of(output == "-" ? "/proc/self/fd/1" : output);
        }

        return input != "-" && output != "-" && Path.GetFullPath(input) == Path.GetFullPath(output);
    }

    /// <summary>Device and number of a regular file; null where there is none.</summary>
    private static (ulong Device, ulong Number)? Of(string path)
    {
        byte[] facts = new byte[BufferBytes];
        if (statx(WorkingFolder, [.. Encoding.UTF8.GetBytes(path), 0], 0, TypeAndNumber, facts) != 0
            || (BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(28)) & TypeMask) != RegularFile)
        {
            return null;
        }

        // The layout of struct statx is part of the kernel's interface: number at 32, device in two halves at 136.
        return (BinaryPrimitives.ReadUInt64LittleEndian(facts.AsSpan(136)), BinaryPrimitives.ReadUInt64LittleEndian(facts.AsSpan(32)));
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] facts);
}
