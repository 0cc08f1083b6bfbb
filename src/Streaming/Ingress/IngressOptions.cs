using System.ComponentModel.DataAnnotations;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Streaming.Ingress;

/// <summary>How records are read and how many at once.</summary>
public sealed class IngressOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Ingress";

    /// <summary>How values are read: Auto (JSON unless the content-type header says text/plain), Json or Text. Default Auto.</summary>
    [EnumDataType(typeof(InputFormat))]
    public InputFormat InputFormat { get; set; } = InputFormat.Auto;

    /// <summary>Where in JSON the text stands, a JSON pointer (RFC 6901), for example /data/body/0; empty where the whole value is a string. Default /text.</summary>
    public string Text { get; set; } = "/text";

    /// <summary>Where in JSON the id stands, a JSON pointer; empty for none. Default /id.</summary>
    public string Id { get; set; } = "/id";

    /// <summary>Where in JSON the labels asked for stand, a JSON pointer; empty for none. Default /labels.</summary>
    public string Labels { get; set; } = "/labels";

    /// <summary>Records above this many bytes of key, headers and value are dead-lettered. 1 to 268435456, default 1048576.</summary>
    [Range(1, 256 * 1024 * 1024)]
    public int MaxRecordBytes { get; set; } = 1024 * 1024;

    /// <summary>Records with more headers are dead-lettered, with this many of them. 1 to 100000, default 100.</summary>
    [Range(1, 100_000)]
    public int MaxHeaders { get; set; } = 100;

    /// <summary>Records with more bytes of headers (names and values, all together) are dead-lettered, with as many of them. 64 to 1048576, default 32768.</summary>
    [Range(64, 1024 * 1024)]
    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>Records whose JSON has more objects and arrays inside each other are dead-lettered. 1 to 1000, default 64.</summary>
    [Range(1, 1000)]
    public int MaxJsonDepth { get; set; } = 64;

    /// <summary>Labels that one document may ask for; with open labels those of Model:Labels are bounded too. 1 to 1000, default 64.</summary>
    [Range(1, 1000)]
    public int MaxLabels { get; set; } = 64;

    /// <summary>UTF-16 code units of one label that a document asks for. 1 to 256, default 256.</summary>
    [Range(1, 256)]
    public int MaxLabelLength { get; set; } = 256;

    /// <summary>Received to outcome: when a document is due. 1 ms to 1 day, default 1 s. A record's header padener-latency-objective-ms goes before it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LatencyObjective { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause mark: intake stops at this many records in flight and opens again at half of it. 2 to 1000000, default 1024.</summary>
    [Range(2, 1_000_000)]
    public int MaxInFlightRecords { get; set; } = 1024;

    /// <summary>
    /// Pause mark in bytes of records and of their results while they wait. 1024 to 17179869184, default 16777216. What they take in memory is about fifteen times as much.
    /// </summary>
    [Range(1024L, 16L * 1024 * 1024 * 1024)]
    public long MaxInFlightBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long intake is held at the pause mark before fetching is paused, which throws away what was fetched ahead. 0 to 30 s, default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan PauseAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// When a partition goes to another member: how long it stays for the commit of what is finished. What is not committed by then the other member
    /// does again. 0 (not at all) to 1 min, default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RevokeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often lag is reported. 100 ms to 1 h, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan LagInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How values are read, once these options are known to be valid.</summary>
    public DocumentReaderSettings ReaderSettings() => new()
    {
        Format = InputFormat,
        Fields = DocumentFields.At(Text, Id, Labels),
        Limits = new InputLimits
        {
            RecordBytes = MaxRecordBytes,
            Headers = MaxHeaders,
            HeaderBytes = MaxHeaderBytes,
            JsonDepth = MaxJsonDepth,
            Labels = MaxLabels,
            LabelLength = MaxLabelLength,
        },
    };
}
