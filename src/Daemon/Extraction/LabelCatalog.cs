using System.Diagnostics.CodeAnalysis;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Extraction;

/// <summary>The labels that documents may ask for: those configured, and those the model knows by itself. Safe from any thread.</summary>
internal sealed class LabelCatalog
{
    private const string Key = "Model:Labels";
    private readonly PromptTemplate _template;

    private LabelCatalog(LabelSet configured, PromptTemplate template)
    {
        Default = configured;
        _template = template;
    }

    /// <summary>The labels of documents that ask for none.</summary>
    public LabelSet Default { get; }

    /// <summary>Reads the configured labels and checks them against the model.</summary>
    /// <param name="setting">The value of Model:Labels.</param>
    /// <param name="template">The template in use.</param>
    /// <param name="profile">What the model file says.</param>
    /// <param name="configurationFile">Where label files are looked for first.</param>
    /// <exception cref="ConfigurationException">No labels, or one the model was not trained for.</exception>
    public static LabelCatalog Create(string setting, PromptTemplate template, ModelProfile profile, string? configurationFile)
    {
        LabelSet configured = Configured(setting, profile, configurationFile);
        Label? unknown = configured.FirstOrDefault(label => !template.Knows(label));
        if (unknown is not null)
        {
            string reason = $"{profile.Name} was not trained for label '{unknown.PromptName}'";
            string fix = $"It knows {string.Join(", ", profile.Labels)}.{NameSuggestion.DidYouMean(unknown.PromptName, profile.Labels)}";
            throw new ConfigurationException(SettingErrors.Format(Key, setting, reason, fix));
        }

        return new LabelCatalog(configured, template);
    }

    /// <summary>Finds the labels asked for, by wire name.</summary>
    public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out string? unknown)
    {
        Label[] found = new Label[names.Count];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = Default.Find(names[i]) ?? new Label(names[i]);
            if (string.IsNullOrWhiteSpace(names[i]) || !_template.Knows(found[i]))
            {
                (labels, unknown) = (null, names[i]);
                return false;
            }
        }

        (labels, unknown) = (new LabelSet(found), null);
        return true;
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
