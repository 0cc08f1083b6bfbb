using Microsoft.Extensions.Options;

namespace PaDeNer.Streaming.Egress;

/// <summary>Checks the ranges given on <see cref="EgressOptions"/>; no setting depends on another.</summary>
[OptionsValidator]
internal sealed partial class EgressOptionsValidator : IValidateOptions<EgressOptions>;
