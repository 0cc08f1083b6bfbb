using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LLama.Native;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>
/// Takes the libraries' log: joins pieces into lines, keeps the last warnings and errors so that a failure can say why, and hands each
/// line but those for debugging to the host's sink if it has set one. The callback is a static method, so there is nothing that could be collected.
/// </summary>
internal static unsafe class NativeLog
{
    private const int Continuation = 5;
    private const int Kept = 8;
    private static readonly Lock Gate = new();
    private static readonly StringBuilder Line = new();
    private static readonly Queue<string> Troubles = new();
    private static NativeLogLevel _level;

    /// <summary>Whether this thread's line is one for the libraries' developers: they come within steps, which allocate nothing.</summary>
    [ThreadStatic]
    private static bool _isDropped;

    /// <summary>Receives every line; may be called from any thread, and must not throw.</summary>
    public static Action<NativeLogLevel, string>? Sink { get; set; }

    /// <summary>Starts listening; the libraries are loaded.</summary>
    public static void Install()
    {
        // It sets ggml's too.
        NativeMethods.llama_log_set(&OnLog, null);
    }

    /// <summary>Takes what LLamaSharp says while it loads the libraries: of each file whether it did. Only what failed is kept.</summary>
    public static void OfLoader(LLamaLogLevel level, string message)
    {
        bool failed = message.StartsWith("Failed", StringComparison.Ordinal);
        if (failed || level is LLamaLogLevel.Warning or LLamaLogLevel.Error)
        {
            lock (Gate)
            {
                Flush();
                _level = NativeLogLevel.Warning;
                Line.Append(message);
                Flush();
            }
        }
    }

    /// <summary>Forgets the troubles so far.</summary>
    public static void ForgetTroubles()
    {
        lock (Gate)
        {
            Troubles.Clear();
        }
    }

    /// <summary>The last warnings and errors since they were forgotten, oldest first, one a line; empty where there were none.</summary>
    public static string RecentTroubles()
    {
        lock (Gate)
        {
            return string.Join(Environment.NewLine, Troubles);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(int level, byte* text, void* userData)
    {
        if (level != Continuation)
        {
            _isDropped = level == (int)NativeLogLevel.Debug;
        }

        if (_isDropped)
        {
            return;
        }

        string piece = NativeMethods.TextOf(text);
        lock (Gate)
        {
            if (level != Continuation)
            {
                Flush();
                _level = (NativeLogLevel)level;
            }

            Line.Append(piece);
            if (piece.EndsWith('\n'))
            {
                Flush();
            }
        }
    }

    private static void Flush()
    {
        string line = Line.ToString().TrimEnd();
        Line.Clear();
        if (line.Length == 0)
        {
            return;
        }

        if (_level >= NativeLogLevel.Warning)
        {
            if (Troubles.Count == Kept)
            {
                Troubles.Dequeue();
            }

            Troubles.Enqueue(line);
        }

        try
        {
            Sink?.Invoke(_level, line);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // An exception must not cross into native code, which would end the process. The host learns of it as a trouble.
            Troubles.Enqueue($"The log sink threw {exception.GetType().Name}: {exception.Message}");
        }
    }
}
