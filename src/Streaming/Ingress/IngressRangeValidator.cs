using Microsoft.Extensions.Options;

namespace PaDeNer.Streaming.Ingress;

/// <summary>Checks the ranges given on <see cref="IngressOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class IngressRangeValidator : IValidateOptions<IngressOptions>;
