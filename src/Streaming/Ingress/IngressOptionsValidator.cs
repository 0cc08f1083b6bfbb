using System.Globalization;
using Microsoft.Extensions.Options;

namespace PaDeNer.Streaming.Ingress;

/// <summary>Checks what no single setting of <see cref="IngressOptions"/> shows.</summary>
internal sealed class IngressOptionsValidator : IValidateOptions<IngressOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, IngressOptions options) =>
        options.MaxInFlightBytes < options.MaxRecordBytes
            ? ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"Ingress:MaxInFlightBytes ({options.MaxInFlightBytes}) is below Ingress:MaxRecordBytes ({options.MaxRecordBytes}): a single record would pause the stream."))
            : ValidateOptionsResult.Success;
}
