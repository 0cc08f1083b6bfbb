using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PaDeNer.Daemon.Api;

/// <summary>What is served on the API's own port.</summary>
/// <param name="access">Who is served.</param>
/// <param name="extract">Decodes.</param>
/// <param name="mapPage">Adds the page on which it can be tried.</param>
/// <param name="model">What decodes; null while it is loaded.</param>
internal sealed class ApiEndpoints(ApiAccess access, ExtractEndpoint extract, Action<IEndpointRouteBuilder> mapPage, Func<ModelReport?> model)
{
    private const string DescriptionResource = "PaDeNer.Daemon.Api.openapi.json";
    private static readonly byte[] Description = ReadDescription();

    /// <summary>Has what comes over the API's port answered by these, and nothing else.</summary>
    public void Use(IApplicationBuilder app) => app.MapWhen(ApiPort.IsOf, branch =>
    {
        branch.Use(GuardAsync);
        branch.UseRouting();
        branch.UseEndpoints(Map);
    });

    private void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/v1/extract", extract.HandleAsync);
        endpoints.MapGet("/v1/model", context => model() is { } report
            ? context.Response.WriteAsJsonAsync(report, ModelJson.Plain.ModelReport, cancellationToken: context.RequestAborted)
            : Problem.NotReady.WriteAsync(context.Response));
        mapPage(endpoints);
        endpoints.MapGet("/openapi/v1.json", static () => Results.Bytes(Description, "application/json"));
    }

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!ApiPort.IsPublic(context.Request.Path) && access.Refusal(context.Request) is { } refusal)
        {
            await refusal.WriteAsync(context.Response).ConfigureAwait(false);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private static byte[] ReadDescription()
    {
        using System.IO.Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(DescriptionResource)!;
        using MemoryStream bytes = new();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
