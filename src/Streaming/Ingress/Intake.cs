namespace PaDeNer.Streaming.Ingress;

/// <summary>How the poll thread takes records in.</summary>
internal enum Intake
{
    /// <summary>As they come.</summary>
    Open,

    /// <summary>Not at all for a moment; the client keeps what it has fetched ahead.</summary>
    Held,

    /// <summary>Not at all: fetching is paused, polling goes on.</summary>
    Paused,
}
