using PaDeNer.Daemon.Commands;

namespace PaDeNer.Tools.Planning;

/// <summary>What the command line asks for.</summary>
/// <param name="Rate">Documents per second; null when a profile is recorded.</param>
/// <param name="Slo">Milliseconds that the 99th percentile may take; null when a profile is recorded.</param>
/// <param name="Profile">Name or file of the device's profile; null when one is recorded.</param>
/// <param name="Documents">A file of documents; null for those of the profile.</param>
/// <param name="Burst">Documents that arrive together, in the mean.</param>
/// <param name="Json">Whether the answer is for programs.</param>
/// <param name="Record">Where to write a profile of this machine; null to plan.</param>
internal sealed record PlanArguments(double? Rate, double? Slo, string? Profile, string? Documents, double Burst, bool Json, string? Record)
{
    /// <summary>What is wrong with them; null where nothing is.</summary>
    public string? Problem() =>
        Documents is not null && !File.Exists(Documents) ? $"there is no file {Documents} to read (--documents)."
        : Record is not null ? RecordProblem(Record)
        : Rate is null || Slo is null || Profile is null ? "--rate, --slo and --profile say what has to be carried, how fast and on what."
        : !(Rate > 0 && double.IsFinite(Rate.Value)) ? "--rate wants documents per second, above 0."
        : Slo is not (> 0 and <= 86_400_000) ? "--slo wants milliseconds, above 0 and at most a day."
        : Burst is not (>= 1 and <= 10_000) ? "--burst wants 1 to 10000 documents."
        : null;

    private string? RecordProblem(string record) =>
        Documents is null ? "--record wants documents to run: --documents FILE."
        : Rate is not null || Slo is not null || Profile is not null ? "--record measures this machine; --rate, --slo and --profile plan with what was measured. Run one after the other."
        : OutputPath.FileProblem(record, "--record") ?? OutputPath.OverwriteProblem(record, "--record", (Documents, "--documents"));
}
