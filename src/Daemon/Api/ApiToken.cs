using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace PaDeNer.Daemon.Api;

/// <summary>The token that requests have to bring. Kept as a digest, and compared in a time that tells nothing of how much of it was right.</summary>
internal sealed class ApiToken
{
    /// <summary>Characters of a token at least.</summary>
    public const int Shortest = 16;

    private const string Scheme = "Bearer ";
    private readonly byte[] _digest;

    private ApiToken(string token) => _digest = Digest(token);

    /// <summary>The token of a file; null where no file is named.</summary>
    /// <param name="file">A file that has no <see cref="Problem"/>.</param>
    public static ApiToken? Read(string? file) => string.IsNullOrEmpty(file) ? null : new ApiToken(File.ReadAllText(file).Trim());

    /// <summary>What keeps a file from giving a token; null where nothing does.</summary>
    public static string? Problem(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim().Length < Shortest ? "its token is too short" : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "it cannot be read";
        }
    }

    /// <summary>Whether the value of an Authorization header is this token.</summary>
    public bool Allows(StringValues authorization) =>
        authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Digest(value[Scheme.Length..].Trim()), _digest);

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
