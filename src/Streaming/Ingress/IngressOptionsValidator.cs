using System.Globalization;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Streaming.Ingress;

/// <summary>Checks what no single setting of <see cref="IngressOptions"/> shows, and pointers.</summary>
internal sealed class IngressOptionsValidator : IValidateOptions<IngressOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, IngressOptions options)
    {
        List<string> errors = [.. DocumentFields.Problems(options.Text, options.Id, options.Labels)];
        if (errors.Count == 0)
        {
            CheckDepth("Text", options.Text, options, errors);
            CheckDepth("Id", options.Id, options, errors);
            CheckDepth("Labels", options.Labels, options, errors);
        }

        if (options.MaxInFlightBytes < options.MaxRecordBytes)
        {
            errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Ingress:MaxInFlightBytes ({options.MaxInFlightBytes}) is below Ingress:MaxRecordBytes ({options.MaxRecordBytes}): a single record would pause the stream."));
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckDepth(string setting, string pointer, IngressOptions options, List<string> errors)
    {
        int parts = JsonPointer.Parse(pointer).Parts.Count;
        if (parts > options.MaxJsonDepth)
        {
            errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Ingress:{setting} is '{pointer}': {parts} levels deep, and Ingress:MaxJsonDepth ({options.MaxJsonDepth}) lets no document be so. Raise it, or use a shorter pointer."));
        }
    }
}
