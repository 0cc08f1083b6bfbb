using System.Globalization;
using PaDeNer.Simulation;

namespace PaDeNer.Tools.Planning;

/// <summary>Writes a plan as a text table. Pure.</summary>
internal static class PlanTable
{
    /// <summary>Its lines.</summary>
    public static IEnumerable<string> Lines(PlanRequest request, PlanAnswer answer)
    {
        DeviceProfile profile = request.Profile;
        string arrivals = request.Burst > 1 ? Text($"bursts of {request.Burst:0.#} in the mean") : "arrivals independent of each other";
        return
        [
            Text($"load        {request.Rate:0.##} documents/s, p99 at most {request.Objective.TotalMilliseconds:0.##} ms, {arrivals}"),
            Text($"device      {profile.Name}: {profile.Device}, {profile.Lanes} lanes, {profile.Model}"),
            Text($"documents   {request.Documents.MeanTextTokens():0} tokens of text, {request.Documents.MentionsPerDocument:0.0} mentions, {request.Documents.Labels} labels in the mean"),
            Text($"one device  {answer.UnloadedP50:0.0} ms p50 and {answer.UnloadedP99:0.0} ms p99 with nothing else to do, {answer.Saturation:0} documents/s at most"),
            string.Empty,
            "replicas  utilisation   p50 ms    p99 ms   on time/s",
            .. answer.Rows.Select(row => Text(
                $"{row.Replicas,8}  {row.Utilization,10:0 %}  {row.P50,8:0.0}  {row.P99,8:0.0}  {row.Goodput,10:0.0}{(row.Replicas == answer.Replicas ? "  <- enough" : string.Empty)}")),
            string.Empty,
            .. Needs(request, answer),
            string.Empty,
            .. Assumptions,
        ];
    }

    /// <summary>What the answer rests on.</summary>
    public static IReadOnlyList<string> Assumptions { get; } =
    [
        "Assumed: keys spread documents evenly over partitions, a burst falls on one replica; every replica has a device of its own,",
        "as recorded; steps take what they took then. Not in the latency: the broker, waiting in it for a commit (Egress:CommitAge,",
        "20 ms by default), planning. One replica more keeps the promise while one is replaced.",
    ];

    /// <summary>Why no number of replicas would do; null where one does.</summary>
    public static string? Impossible(PlanRequest request, PlanAnswer answer) =>
        answer.Replicas is not null ? null
        : answer.UnloadedP99 > request.Objective.TotalMilliseconds
            ? Text($"no number of devices does it: even an idle one takes {answer.UnloadedP99:0.0} ms at the 99th percentile ({answer.UnloadedP50:0.0} ms at the median). Raise --slo, cut texts shorter, or take a faster device.")
            : Text($"{CapacityPlanner.MostReplicas} devices do not do it: bursts of {request.Burst:0.#} documents take longer than {request.Objective.TotalMilliseconds:0.##} ms wherever they arrive. Raise --slo or take a faster device.");

    private static IEnumerable<string> Needs(PlanRequest request, PlanAnswer answer)
    {
        if (answer.Replicas is { } replicas)
        {
            yield return Text($"needed      {replicas} {(replicas == 1 ? "device" : "devices")} with a daemon each ({replicas * request.Profile.Lanes} lanes), {answer.Partitions} partitions of the input topic or a multiple");
        }
        else
        {
            yield return Impossible(request, answer)!;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
