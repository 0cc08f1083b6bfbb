using System.Net;
using Microsoft.AspNetCore.Http;

namespace PaDeNer.Daemon.Api;

/// <summary>
/// Who is served. With a token, whoever brings it. Without, this machine alone, and then no pages of others in a browser that runs on it: such a
/// page reaches us by a name of its own that it has pointed at this machine, or says where it comes from.
/// </summary>
/// <param name="token">The token; null where none is asked for.</param>
internal sealed class ApiAccess(ApiToken? token)
{
    /// <summary>Whether a token is asked for.</summary>
    public bool NeedsToken => token is not null;

    /// <summary>Why a request is refused; null where it is not.</summary>
    public Problem? Refusal(HttpRequest request)
    {
        if (token is not null)
        {
            return token.Allows(request.Headers.Authorization)
                ? null
                : new Problem(StatusCodes.Status401Unauthorized, "unauthorized", "the request has no token or not the right one (Authorization: Bearer ..., Api:TokenFile)");
        }

        if (!IsThisMachine(request.Host.Host))
        {
            return new Problem(StatusCodes.Status403Forbidden, "forbidden", "the request asks for another host than this machine; without a token it is to be called localhost or 127.0.0.1");
        }

        string? origin = request.Headers.Origin;
        return string.IsNullOrEmpty(origin) || origin == $"{request.Scheme}://{request.Host}"
            ? null
            : new Problem(StatusCodes.Status403Forbidden, "forbidden", "the request comes from a page of another site");
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
