namespace PaDeNer.Daemon.Api;

/// <summary>Where documents are taken over HTTP, and how many.</summary>
internal sealed class ApiOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Api";

    /// <summary>Whether there is an API at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The address to listen on; an IP address. Whoever reaches it can have texts decoded, so it is this machine alone by default; another one
    /// asks for TokenFile. Default: 127.0.0.1.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port; 0 picks a free one and the log names it. 0 to 65535; default: 9465.</summary>
    public int Port { get; set; } = 9465;

    /// <summary>
    /// A file with the token that requests have to bring (Authorization: Bearer ...), 16 characters or more; white space around it is no part
    /// of it. Default: none, which only an address of this machine alone allows.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>Bytes of one request's body; each document in it is held to Ingress:MaxRecordBytes too. 1024 to 1073741824; default: 8388608.</summary>
    public int MaxRequestBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Documents of one request. 1 to 100000; default: 256.</summary>
    public int MaxDocuments { get; set; } = 256;

    /// <summary>Documents of all requests that wait or are decoded at once; more are told to come later (429). 1 to 1000000; default: 512.</summary>
    public int MaxInFlight { get; set; } = 512;
}
