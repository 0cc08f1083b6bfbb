using System.Globalization;

namespace PaDeNer.Benchmarking.Peers;

/// <summary>How llama-server is started and asked.</summary>
public sealed record PeerSettings
{
    /// <summary>
    /// One cache for all slots, flash attention, room for every slot's longest prompt. Without the server's second cache of old prompts in
    /// main memory: in a stream no document comes twice, while a benchmark's do, and what is kept costs a copy and can serve nobody.
    /// </summary>
    private static readonly string[] Common = ["-kvu", "-fa", "on", "-c", "16384", "-cram", "0"];

    /// <summary>The contender's name.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>Slots of the server; also the connections that are kept to it.</summary>
    public required int Slots { get; init; }

    /// <summary>Flags of the server beside address, model and slots.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>
    /// Whether all requests of a document go to one slot, one document to a slot at a time: its later labels find the text there, but
    /// run one after another. Otherwise the server chooses slots.
    /// </summary>
    public bool OneSlotPerDocument { get; init; }

    /// <summary>Whether a request says that only timings are wanted back and that nothing but the most likely token matters.</summary>
    public bool LeanRequests { get; init; }

    /// <summary>Every flag, for the command line and for reports.</summary>
    public IReadOnlyList<string> ServerArguments => ["-np", Slots.ToString(CultureInfo.InvariantCulture), .. Flags];

    /// <summary>As a plain client drives it: 16 slots in one cache, prefix cache and flash attention on, everything else as it comes.</summary>
    /// <param name="threads">Cores the server may use; 1 or more.</param>
    public static PeerSettings Plain(int threads) => new()
    {
        Name = "llama-server",
        Description = "llama-server, every count and mention prompt its own request over kept connections, prefix cache on, default client settings",
        Slots = 16,
        Flags = [.. Common, .. Threads(threads)],
    };

    /// <summary>With the flags and the client that were fastest of those tried; docs/design/benchmarks.md has the table.</summary>
    /// <param name="threads">Cores the server may use; 1 or more.</param>
    public static PeerSettings Tuned(int threads) => new()
    {
        Name = "llama-server-tuned",
        Description = "llama-server with the flags that were fastest of those tried, requests that ask for timings alone and the most likely token",
        Slots = 16,
        Flags = [.. Common, .. Threads(threads), "--log-disable"],
        LeanRequests = true,
    };

    private static string[] Threads(int threads) =>
        ["-t", threads.ToString(CultureInfo.InvariantCulture), "-tb", threads.ToString(CultureInfo.InvariantCulture)];
}
