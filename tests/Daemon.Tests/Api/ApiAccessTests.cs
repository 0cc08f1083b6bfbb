using System.Net;
using PaDeNer.Daemon.Api;

namespace PaDeNer.Daemon.Tests.Api;

/// <summary>Who is served, and on which port.</summary>
[Collection("meters")]
public sealed class ApiAccessTests : IDisposable
{
    private const string Token = "0123456789abcdef0123";
    private readonly string _file = Path.GetTempFileName();

    public ApiAccessTests() => File.WriteAllText(_file, Token + "\n");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer 0123456789abcdef0124", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer 0123456789abcdef012", HttpStatusCode.Unauthorized)]
    [InlineData("Basic 0123456789abcdef0123", HttpStatusCode.Unauthorized)]
    [InlineData("bearer 0123456789abcdef0123", HttpStatusCode.OK)]
    public async Task With_a_token_only_whoever_brings_it_is_served(string? authorization, HttpStatusCode status)
    {
        await using ApiServer server = await ApiServer.StartAsync(("Api:TokenFile", _file), ("Api:Address", "0.0.0.0"));
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];

        using HttpResponseMessage response = await server.ExtractAsync("""{"text":"Ada."}""", headers: headers);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.Unauthorized ? "Bearer" : null, response.Headers.WwwAuthenticate.FirstOrDefault()?.Scheme);
    }

    [Theory]
    [InlineData("evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("evil.example:9465", null, HttpStatusCode.Forbidden)]
    [InlineData("localhost", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "null", HttpStatusCode.Forbidden)]
    [InlineData("localhost:9465", "http://localhost:9465", HttpStatusCode.OK)]
    [InlineData("[::1]:9465", null, HttpStatusCode.OK)]
    public async Task Without_one_only_this_machine_is_served_and_no_page_of_another_site(string host, string? origin, HttpStatusCode status)
    {
        await using ApiServer server = await ApiServer.StartAsync();
        (string, string)[] headers = origin is null ? [("Host", host)] : [("Host", host), ("Origin", origin)];

        using HttpResponseMessage response = await server.ExtractAsync("""{"text":"Ada."}""", headers: headers);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Each_port_has_its_own_and_nothing_of_the_other()
    {
        await using ApiServer server = await ApiServer.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Health, "health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Health, "metrics"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server.Health, "v1/model"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Api, "v1/model"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server.Api, "metrics"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server.Api, "health/ready"));
    }

    [Theory]
    [InlineData("0.0.0.0", null, "Api:TokenFile is not set: the API would serve anybody who reaches 0.0.0.0. Name a file")]
    [InlineData("::", null, "Api:TokenFile is not set: the API would serve anybody who reaches ::. Name a file")]
    [InlineData("127.0.0.1", "/no/such/file", "Api:TokenFile is '/no/such/file': there is no such file. It is to hold a token of 16 characters")]
    [InlineData("localhost", null, "Api:Address is 'localhost': not an IP address.")]
    public void A_start_that_would_serve_anybody_is_refused_in_one_sentence(string address, string? file, string says)
    {
        string error = Assert.Single(new ApiOptionsValidator().Validate(null, new ApiOptions { Address = address, TokenFile = file }).Failures!);

        Assert.StartsWith(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_can_be_guessed_is_none()
    {
        File.WriteAllText(_file, "  short  \n");

        string error = Assert.Single(new ApiOptionsValidator().Validate(null, new ApiOptions { TokenFile = _file }).Failures!);

        Assert.Contains("too short", error, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using HttpResponseMessage response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
