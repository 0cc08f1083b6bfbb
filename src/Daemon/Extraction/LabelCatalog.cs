using System.Diagnostics.CodeAnalysis;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Extraction;

/// <summary>
/// The labels that documents may ask for: those configured, those the model knows by itself, and any others where its labels are open. Safe
/// from any thread.
/// </summary>
internal sealed class LabelCatalog
{
    private const string Key = "Model:Labels";
    private const string LimitKey = "Ingress:MaxLabels";
    private readonly PromptTemplate _template;
    private readonly int _maxLabels;

    private LabelCatalog(LabelSet configured, PromptTemplate template, int maxLabels)
    {
        Default = configured;
        _template = template;
        _maxLabels = maxLabels;
    }

    /// <summary>The labels of documents that ask for none.</summary>
    public LabelSet Default { get; }

    /// <summary>Whether documents may ask for any other.</summary>
    public bool AreOpen => _template.LabelsAreOpen;

    /// <summary>Reads the configured labels and checks them against the model.</summary>
    /// <param name="setting">The value of Model:Labels.</param>
    /// <param name="template">The template in use.</param>
    /// <param name="profile">What the model file says.</param>
    /// <param name="configurationFile">Where label files are looked for first.</param>
    /// <param name="maxLabels">Labels that may be asked for at once where labels are open.</param>
    /// <exception cref="ConfigurationException">No labels, or such as cannot be asked for.</exception>
    public static LabelCatalog Create(string setting, PromptTemplate template, ModelProfile profile, string? configurationFile, int maxLabels)
    {
        LabelSet configured = Configured(setting, profile, configurationFile);
        Label? unknown = configured.FirstOrDefault(label => !template.Knows(label));
        if (unknown is not null)
        {
            string reason = $"{profile.Name} was not trained for label '{unknown.PromptName}'";
            string fix = $"It knows {string.Join(", ", profile.Labels)}.{NameSuggestion.DidYouMean(unknown.PromptName, profile.Labels)}";
            throw new ConfigurationException(SettingErrors.Format(Key, setting, reason, fix)) { Setting = Key };
        }

        LabelCatalog catalog = new(configured, template, maxLabels);
        return catalog.OpenProblem(configured) is { } problem
            ? throw new ConfigurationException(SettingErrors.Format(Key, setting, problem.Detail, "Labels are words, with commas between: ship,port of call.")) { Setting = Key }
            : catalog;
    }

    /// <summary>Finds the labels asked for, by wire name.</summary>
    /// <param name="names">At least one, none twice.</param>
    /// <param name="labels">The labels, in the order asked for.</param>
    /// <param name="problem">Why they cannot be asked for.</param>
    public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem)
    {
        labels = null;
        Label[] found = [.. names.Select(name => Default.Find(name) ?? new Label(name))];
        problem = AreOpen
            ? OpenProblem(found)
            : found.Where(label => string.IsNullOrWhiteSpace(label.Name) || !_template.Knows(label)).Select(static label => LabelProblem.Unknown(label.Name)).FirstOrDefault();
        if (problem is not null)
        {
            return false;
        }

        labels = new LabelSet(found);
        return true;
    }

    /// <summary>What is wrong with labels where any may be asked for; null where nothing is, or labels are not open.</summary>
    private LabelProblem? OpenProblem(IReadOnlyList<Label> labels)
    {
        if (!AreOpen)
        {
            return null;
        }

        if (labels.Count > _maxLabels)
        {
            return LabelProblem.TooMany(labels.Count, _maxLabels, LimitKey);
        }

        Dictionary<string, Label> asked = new(StringComparer.Ordinal);
        foreach (Label label in labels)
        {
            if (_template.Problem(label) is { } problem)
            {
                return LabelProblem.Invalid(label.Name, problem);
            }

            string words = _template.WordsOf(label);
            if (!asked.TryAdd(words, label))
            {
                return LabelProblem.Same(asked[words].Name, label.Name, words);
            }
        }

        return null;
    }

    private static LabelSet Configured(string setting, ModelProfile profile, string? configurationFile)
    {
        if (setting == ModelOptions.Auto)
        {
            return profile.Labels.Count > 0 ? new LabelSet([.. profile.Labels]) : throw new ConfigurationException(SettingErrors.Format(
                Key, setting, $"{profile.Name} does not say what it was trained for", "Name labels or a label file, such as Model:Labels=conll03."));
        }

        if (FindFile(setting, configurationFile) is { } file)
        {
            return LabelFile.Read(file);
        }

        if (setting.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationException(SettingErrors.Format(
                Key, setting, "there is no such label file", "Those that come with the daemon lie in config/labels."));
        }

        try
        {
            return new LabelSet(setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
        catch (ArgumentException wrong)
        {
            string reason = wrong.Message.Split(" (Parameter")[0].TrimEnd('.');
            throw new ConfigurationException(SettingErrors.Format(Key, setting, reason, "Write names with commas between: PER,ORG."), wrong);
        }
    }

    private static string? FindFile(string setting, string? configurationFile)
    {
        if (setting.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return InstallationPaths.Candidates(setting, configurationFile).FirstOrDefault(File.Exists);
        }

        string name = Path.Combine("labels", setting + ".json");
        string? beside = configurationFile is null ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configurationFile))!, name);
        return File.Exists(beside) ? beside : InstallationPaths.Find(Path.Combine("config", name));
    }
}
