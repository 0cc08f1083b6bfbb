using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PaDeNer.Daemon.Api;

/// <summary>A request's bytes, up to a limit.</summary>
internal static class RequestBody
{
    private const int Chunk = 64 * 1024;

    /// <summary>Reads a body to its end; gives a problem where it is longer than allowed, of which no more is read then.</summary>
    public static async Task<(byte[] Body, Problem? Problem)> ReadAsync(HttpRequest request, int most)
    {
        if (request.ContentLength > most)
        {
            return ([], TooLarge(most));
        }

        using MemoryStream body = new((int)(request.ContentLength ?? Chunk));
        byte[] buffer = new byte[Chunk];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > most)
            {
                return ([], TooLarge(most));
            }

            body.Write(buffer, 0, read);
        }

        return (body.ToArray(), null);
    }

    private static Problem TooLarge(int most) => new(
        StatusCodes.Status413PayloadTooLarge, "too_large", string.Create(CultureInfo.InvariantCulture, $"the request is longer than {most} bytes (Api:MaxRequestBytes)"));
}
