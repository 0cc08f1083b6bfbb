namespace PaDeNer.Decoding.Prompting;

/// <summary>The templates there are, by name.</summary>
public static class PromptTemplates
{
    /// <summary>The names, for configuration and error texts.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [CompactTemplate.TemplateName, OpenLabelsTemplate.TemplateName, .. TextTemplateWording.All.Select(static wording => wording.Name)];

    /// <summary>Binds a template to a model.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="tokenizer">The model's vocabulary.</param>
    /// <param name="profile">What the model file says; the compact templates take their labels from it.</param>
    /// <exception cref="ArgumentException">No such template, or the vocabulary does not go with it.</exception>
    public static PromptTemplate Create(string name, ITokenizer tokenizer, ModelProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (string.Equals(name, CompactTemplate.TemplateName, StringComparison.Ordinal))
        {
            return profile.LabelsAreOpen
                ? throw new ArgumentException($"The file's labels are open; {name} has a control token for each label. Template {OpenLabelsTemplate.TemplateName} takes open ones.", nameof(name))
                : new CompactTemplate(tokenizer, profile.Labels, profile.MaxCount ?? CompactTemplate.DefaultMaxCount);
        }

        if (string.Equals(name, OpenLabelsTemplate.TemplateName, StringComparison.Ordinal))
        {
            return new OpenLabelsTemplate(tokenizer, profile);
        }

        TextTemplateWording wording = TextTemplateWording.All.FirstOrDefault(
                candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"There is no template '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        return new TextTemplate(wording, tokenizer);
    }
}
