using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PaDeNer.Daemon.Api;

/// <summary>The API's own port. What comes over it is known by the connection, not by what the request says of itself.</summary>
internal sealed class ApiPort
{
    private static readonly ApiPort Instance = new();

    private ApiPort()
    {
    }

    /// <summary>Has a server listen on it.</summary>
    public static void Listen(KestrelServerOptions kestrel, ApiOptions options) => kestrel.Listen(
        IPAddress.Parse(options.Address),
        options.Port,
        static listen => listen.Use(static next => connection =>
        {
            connection.Features.Set(Instance);
            return next(connection);
        }));

    /// <summary>Whether a request came over it.</summary>
    public static bool IsOf(HttpContext context) => context.Features.Get<ApiPort>() is not null;

    /// <summary>Whether everybody may have it: the page itself, which holds no data, and the description of the API.</summary>
    public static bool IsPublic(PathString path) => path == "/" || path == "/page.css" || path == "/page.js" || path == "/openapi/v1.json";
}
