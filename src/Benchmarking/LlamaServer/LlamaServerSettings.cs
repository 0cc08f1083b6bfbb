using System.Globalization;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>How llama-server is started and asked.</summary>
internal sealed record LlamaServerSettings
{
    /// <summary>llama-server as a plain client drives it.</summary>
    public const string PlainName = "llama-server";

    /// <summary>llama-server tuned.</summary>
    public const string TunedName = "llama-server-tuned";

    /// <summary>
    /// Flash attention, room for every slot's longest prompt. Without the server's second cache of old prompts in main memory: in a stream
    /// no document comes twice, while a benchmark's do, and saving old prompts costs a copy without any use.
    /// </summary>
    private static readonly string[] Common = ["-fa", "on", "-c", "16384", "-cram", "0"];

    /// <summary>The system's name.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>Slots of the server; also the most connections that are kept to it, for which its HTTP threads always suffice.</summary>
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
    public IReadOnlyList<string> ServerArguments => ["-np", Text(Slots), .. Flags];

    /// <summary>As a plain client drives it: 16 slots in one cache, prefix cache and flash attention on, everything else as it comes.</summary>
    /// <param name="threads">Cores the server may use; 1 or more.</param>
    public static LlamaServerSettings Plain(int threads) => new()
    {
        Name = PlainName,
        Description = "every count and mention prompt its own request over kept connections, prefix cache on, default client settings",
        Slots = 16,
        Flags = ["-kvu", .. Common, .. Threads(threads)],
    };

    /// <summary>What tuning tries: more and fewer slots, the two kinds of cache, batch sizes, sampling in the graph, a slot per document, fewer threads.</summary>
    /// <param name="threads">Cores the server may use; 1 or more.</param>
    public static IReadOnlyList<LlamaServerSettings> Candidates(int threads)
    {
        LlamaServerSettings lean = Plain(threads) with { LeanRequests = true, Description = "16 slots, lean requests, no log" };
        lean = lean.With("--log-disable");
        LlamaServerSettings separate = lean with { Description = "16 slots with a cache each", Flags = ["-no-kvu", .. lean.Flags.Skip(1)] };
        LlamaServerSettings affine = lean with { OneSlotPerDocument = true, Description = "16 slots, each document's requests in one (id_slot)" };
        List<LlamaServerSettings> candidates =
        [
            lean,
            lean with { Slots = 8, Description = "8 slots" },
            lean with { Slots = 32, Description = "32 slots" },
            lean with { Slots = 64, Description = "64 slots" },
            lean.With("-bs") with { Description = "16 slots, sampling in the graph (-bs)" },
            lean.With("-bs", "-b", "4096", "-ub", "2048") with { Slots = 64, Description = "64 slots, sampling in the graph, -b 4096 -ub 2048" },
            lean.With("-b", "128", "-ub", "128") with { Description = "16 slots, -b 128 -ub 128" },
            separate,
            affine,
            affine with { Slots = 4, Description = "4 slots, each document's requests in one" },
            affine with { Slots = 8, Description = "8 slots, each document's requests in one" },
            affine.With("-bs") with { Description = "16 slots, each document's requests in one, sampling in the graph" },
            affine with { Flags = separate.Flags, Description = "16 slots with a cache each, each document's requests in one" },
            affine with { Slots = 8, Flags = separate.Flags, Description = "8 slots with a cache each, each document's requests in one" },
        ];
        if (threads > 1)
        {
            LlamaServerSettings single = Plain(1).With("--log-disable") with { LeanRequests = true, Description = "16 slots, one thread" };
            candidates.Add(single);
            candidates.Add(single with { OneSlotPerDocument = true, Description = "16 slots, each document's requests in one, one thread" });
        }

        return candidates;
    }

    private LlamaServerSettings With(params ReadOnlySpan<string> flags) => this with { Flags = [.. Flags, .. flags] };

    private static string[] Threads(int threads) => ["-t", Text(threads), "-tb", Text(threads)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
