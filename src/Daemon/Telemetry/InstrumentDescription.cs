namespace PaDeNer.Daemon.Telemetry;

/// <summary>One instrument as people see it.</summary>
/// <param name="Kind">What its values mean.</param>
/// <param name="Name">Its OpenTelemetry name.</param>
/// <param name="Unit">UCUM unit: <c>s</c>, <c>1</c>, or an annotation such as <c>{token}</c>.</param>
/// <param name="Description">One sentence for whoever reads a dashboard.</param>
/// <param name="Tags">Names of its tags; each has few values.</param>
/// <param name="Buckets">Upper bounds of a histogram's buckets.</param>
internal sealed record InstrumentDescription(
    InstrumentKind Kind,
    string Name,
    string Unit,
    string Description,
    string[] Tags,
    double[]? Buckets = null);
