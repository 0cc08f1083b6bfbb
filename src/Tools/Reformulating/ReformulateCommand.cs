using System.CommandLine;
using System.Globalization;
using PaDeNer.Daemon.Commands;
using PaDeNer.Daemon.Commands.Extracting;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Documents;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Reformulation;

namespace PaDeNer.Tools.Reformulating;

/// <summary><c>padener reformulate</c>: annotated data to training examples.</summary>
internal static class ReformulateCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> input = new("--input", "-i") { Description = "The annotated file.", HelpName = "FILE", Required = true };
        Option<string> output = new("--output", "-o") { Description = "The training examples, JSON lines; - for standard output.", HelpName = "FILE|-", Required = true };
        Option<string> format = new("--format") { Description = "How the annotated file is written.", DefaultValueFactory = static _ => "jsonl" };
        Option<string> template = new("--template") { Description = "How the model will be asked.", Required = true };
        Option<string> form = new("--form") { Description = "A line per example, or per text with its branches.", DefaultValueFactory = static _ => "examples" };
        Option<string?> labels = new("--labels") { Description = "The labels to train, in the order of their tags, or a label file. Default: all of the input's, in ordinal order.", HelpName = "A,B" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "No progress bar and no summary." };
        format.AcceptOnlyFromAmong(DatasetFile.FormatNames);
        template.AcceptOnlyFromAmong([.. ExampleWording.TemplateNames]);
        form.AcceptOnlyFromAmong("examples", "tree");
        Command command = new("reformulate", "Turns annotated data into training examples.") { input, output, format, template, form, labels, quiet };
        command.SetAction((parsed, _) => RunAsync(new ReformulateRequest(
            parsed.GetRequiredValue(input),
            DatasetFile.FormatOf(parsed.GetValue(format)),
            parsed.GetRequiredValue(template),
            parsed.GetRequiredValue(output),
            parsed.GetValue(form) == "tree" ? ExampleForm.Tree : ExampleForm.Examples,
            parsed.GetValue(labels),
            parsed.GetValue(quiet))));
        return command;
    }

    private static async Task<int> RunAsync(ReformulateRequest request)
    {
        if (request.Problem() is { } problem)
        {
            return await UsageAsync($"padener reformulate: {problem}").ConfigureAwait(false);
        }

        using StopSignals signals = new();
        try
        {
            byte[] bytes = await CompressedInput.ReadAllAsync(request.Input, signals.Stop).ConfigureAwait(false);
            DatasetReading<Dataset> reading = DatasetReader.Read(bytes, request.Format);
            return reading.Succeeded
                ? await WriteAsync(request, reading.Value, signals.Stop).ConfigureAwait(false)
                : await UsageAsync(DatasetFile.Describe("reformulate", request.Input, reading.Problem)).ConfigureAwait(false);
        }
        catch (ConfigurationException wrong)
        {
            return await UsageAsync($"padener reformulate: {wrong.Message}").ConfigureAwait(false);
        }
        catch (IOException gone) when (ExtractFiles.IsBrokenPipe(gone))
        {
            return ExitCode.Success; // whoever reads has had enough
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> WriteAsync(ReformulateRequest request, Dataset dataset, CancellationToken stop)
    {
        LabelSet labels = TrainedLabels.Of(request.Labels, dataset);
        Reformulator reformulator = new(ExampleWording.Create(request.Template, labels));
        ExampleWriter writer = new(request.Form);
        CountedProgress progress = new("texts", dataset.Texts.Count, TimeProvider.System);
        await using (System.IO.Stream output = ExtractFiles.OpenOutput(request.Output))
        {
            Task run = ReformulateRun.RunAsync(dataset, reformulator, writer, output, progress, stop);
            if (!request.Quiet)
            {
                await progress.ShowAsync(run).ConfigureAwait(false);
            }

            await run.ConfigureAwait(false);
        }

        if (!request.Quiet)
        {
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{dataset.Texts.Count:N0} texts, {writer.Examples:N0} examples, template {request.Template}, labels {labels}")).ConfigureAwait(false);
        }

        await WarnAsync(request, dataset, reformulator).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static async Task WarnAsync(ReformulateRequest request, Dataset dataset, Reformulator reformulator)
    {
        foreach (string note in dataset.Notes.Lines())
        {
            await Console.Error.WriteLineAsync($"warning: {note}.").ConfigureAwait(false);
        }

        if (reformulator.CountsCut > 0)
        {
            await Console.Error.WriteLineAsync(
                $"warning: {reformulator.CountsCut} labels of a text have more mentions than {request.Template} can count; the first ones are kept.").ConfigureAwait(false);
        }

        if (reformulator.TextsWithTags > 0 && request.Form == ExampleForm.Examples)
        {
            await Console.Error.WriteLineAsync(
                $"warning: {reformulator.TextsWithTags} texts hold what looks like a tag of {request.Template}; a tool that reads tags out of strings will take it for one. --form tree keeps them apart.").ConfigureAwait(false);
        }
    }

    private static async Task<int> UsageAsync(string text)
    {
        await Console.Error.WriteLineAsync(text).ConfigureAwait(false);
        return ExitCode.Usage;
    }
}
