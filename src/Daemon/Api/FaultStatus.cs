using Microsoft.AspNetCore.Http;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Daemon.Api;

/// <summary>What a document's fault is over HTTP. Pure.</summary>
internal static class FaultStatus
{
    /// <summary>The problem that a request of this one document ends with.</summary>
    public static Problem Problem(DocumentFault fault, string detail) => new(Of(fault), FaultNames.Of(fault), detail);

    private static int Of(DocumentFault fault) => fault switch
    {
        DocumentFault.MalformedUtf8 or DocumentFault.MalformedJson or DocumentFault.NoText or DocumentFault.TooDeep => StatusCodes.Status400BadRequest,
        DocumentFault.TooLarge => StatusCodes.Status413PayloadTooLarge,
        DocumentFault.UnknownLabel or DocumentFault.InvalidLabel or DocumentFault.TooManyLabels or DocumentFault.DoesNotFit or DocumentFault.OverBudget => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status500InternalServerError,
    };
}
