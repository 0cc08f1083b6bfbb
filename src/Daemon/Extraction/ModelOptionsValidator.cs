using Microsoft.Extensions.Options;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Daemon.Extraction;

/// <summary>What can be judged of the model's settings before its file is read.</summary>
internal sealed class ModelOptionsValidator : IValidateOptions<ModelOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        SettingErrors errors = new(ModelOptions.SectionName);
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            errors.Add(nameof(options.Path), options.Path, "there is no model to decode with", "Name a GGUF file.");
        }

        if (string.IsNullOrWhiteSpace(options.Labels))
        {
            errors.Add(nameof(options.Labels), options.Labels, "there is nothing to look for", "Use auto, names with commas between, or a label file.");
        }

        if (options.NativeLibraries.Length > 0 && !Directory.Exists(options.NativeLibraries))
        {
            errors.Add(nameof(options.NativeLibraries), options.NativeLibraries, "there is no such folder", "Name the folder of your own build, or leave it empty.");
        }

        errors.Choice(nameof(options.Backend), options.Backend, "cpu", "cuda");
        errors.Choice(nameof(options.Template), options.Template, [ModelOptions.Auto, .. PromptTemplates.Names]);
        errors.Choice(nameof(options.Decoding), options.Decoding, ModelOptions.Auto, "free", "verbatim");
        errors.Range(nameof(options.GpuLayers), options.GpuLayers, -1, 10000);
        errors.Range(nameof(options.GpuIndex), options.GpuIndex, 0, 63);
        return errors.ToResult();
    }
}
