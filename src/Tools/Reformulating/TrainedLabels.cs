using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools.Reformulating;

/// <summary>Which labels are trained, in which order, and what the model is shown for them.</summary>
internal static class TrainedLabels
{
    /// <summary>The labels of the command line, or those of the data in ordinal order.</summary>
    /// <param name="setting">Names with commas between, a label file, or null.</param>
    /// <param name="dataset">The data.</param>
    /// <exception cref="ConfigurationException">A label is given twice, not in the data, or the file cannot be read.</exception>
    public static LabelSet Of(string? setting, Dataset dataset)
    {
        if (dataset.Labels.Count == 0)
        {
            throw new ConfigurationException("the input has no label at all: nothing can be asked of it.");
        }

        LabelSet labels = setting is null ? new LabelSet([.. dataset.Labels]) : Named(setting);
        Label? unknown = labels.FirstOrDefault(label => !dataset.Labels.Contains(label.Name));
        return unknown is null ? labels : throw new ConfigurationException(
            $"no text of the input is annotated for label '{unknown.Name}' (--labels); there are {string.Join(", ", dataset.Labels)}.{NameSuggestion.DidYouMean(unknown.Name, dataset.Labels)}");
    }

    private static LabelSet Named(string setting)
    {
        if (setting.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return File.Exists(setting) ? LabelFile.Read(setting) : throw new ConfigurationException($"there is no label file {setting} (--labels).");
        }

        try
        {
            return new LabelSet(setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
        catch (ArgumentException wrong)
        {
            throw new ConfigurationException($"--labels {setting}: {wrong.Message.Split(" (Parameter")[0]}", wrong);
        }
    }
}
