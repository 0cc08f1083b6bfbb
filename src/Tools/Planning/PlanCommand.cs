using System.CommandLine;
using System.Globalization;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Simulation;

namespace PaDeNer.Tools.Planning;

/// <summary><c>padener plan</c>: how many devices a load needs.</summary>
internal static class PlanCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<double?> rate = NumberOption.Real("--rate", "R", "Documents per second.");
        Option<double?> slo = NumberOption.Real("--slo", "MS", "What the 99th percentile of the latency may be, in milliseconds.");
        Option<string?> profile = new("--profile") { Description = "The device: a profile of config/profiles, or a file.", HelpName = "NAME|FILE" };
        Option<string?> documents = new("--documents") { Description = "A file of documents like those to come, one a line. Default: those the profile was recorded with.", HelpName = "FILE" };
        Option<double?> burst = NumberOption.Real("--burst", "N", "Documents that arrive together, in the mean. Default: 1.");
        Option<bool> json = new("--json") { Description = "The answer as JSON." };
        Option<string?> record = new("--record") { Description = "Run --documents on this machine and write its profile there.", HelpName = "FILE" };
        Command command = new("plan", "Says how many devices, replicas and partitions a load needs.") { rate, slo, profile, documents, burst, json, record };
        SharedOptions shared = new SharedOptions(command)
            .Named(command, "--model", "Model:Path", "FILE", "The GGUF model file, for --record.")
            .Named(command, "--backend", "Model:Backend", "cpu|cuda", "What computes, for --record.");
        command.SetAction((parsed, _) =>
        {
            PlanArguments arguments = new(
                parsed.GetValue(rate), parsed.GetValue(slo), parsed.GetValue(profile), parsed.GetValue(documents), parsed.GetValue(burst) ?? 1, parsed.GetValue(json), parsed.GetValue(record));
            return RunAsync(arguments, () => shared.Load(parsed));
        });
        return command;
    }

    private static async Task<int> RunAsync(PlanArguments arguments, Func<DaemonConfiguration> configuration)
    {
        if (arguments.Problem() is { } problem)
        {
            return await UsageAsync(problem).ConfigureAwait(false);
        }

        using StopSignals signals = new();
        try
        {
            if (arguments.Record is not null)
            {
                DeviceProfile recorded = await ProfileRecording.RunAsync(arguments, configuration(), signals.Stop).ConfigureAwait(false);
                await Console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"wrote {arguments.Record}: {recorded.Device}, {recorded.Lanes} lanes, steps within {recorded.Spread:0 %} of the model")).ConfigureAwait(false);
                return ExitCode.Success;
            }

            return await PlanAsync(arguments).ConfigureAwait(false);
        }
        catch (ConfigurationException wrong) when (arguments.Record is null)
        {
            return await UsageAsync(wrong.Message).ConfigureAwait(false);
        }
        catch (InvalidOperationException tooLittle) when (arguments.Record is not null)
        {
            return await UsageAsync(tooLittle.Message + " Give more documents.").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> PlanAsync(PlanArguments arguments)
    {
        DeviceProfile profile = ProfileFiles.Read(arguments.Profile!);
        DocumentMix documents = arguments.Documents is null ? profile.Documents : DocumentMixFile.Read(arguments.Documents, profile);
        PlanRequest request = new(arguments.Rate!.Value, TimeSpan.FromMilliseconds(arguments.Slo!.Value), profile, documents, arguments.Burst);
        PlanAnswer answer = CapacityPlanner.Answer(request);
        await Console.Out.WriteLineAsync(
            arguments.Json ? PlanJson.Write(request, answer) : string.Join(Environment.NewLine, PlanTable.Lines(request, answer))).ConfigureAwait(false);
        return answer.Replicas is null ? ExitCode.Failure : ExitCode.Success;
    }

    private static async Task<int> UsageAsync(string problem)
    {
        await Console.Error.WriteLineAsync($"padener plan: {problem}").ConfigureAwait(false);
        return ExitCode.Usage;
    }
}
