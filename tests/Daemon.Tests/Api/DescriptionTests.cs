using System.Text.Json;
using System.Text.Json.Nodes;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.Daemon.Tests.Api;

/// <summary>The description of the API says what the API does.</summary>
[Collection("meters")]
public class DescriptionTests
{
    [Fact]
    public async Task It_names_every_path_and_no_other()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        JsonNode description = await DescriptionAsync(server);

        Assert.Equal("3.1.0", (string?)description["openapi"]);
        Assert.Equal(["/v1/extract", "/v1/model"], description["paths"]!.AsObject().Select(static path => path.Key));
        foreach ((string path, JsonNode? item) in description["paths"]!.AsObject())
        {
            using HttpRequestMessage request = new(new HttpMethod(item!.AsObject().Single().Key.ToUpperInvariant()), new Uri(path, UriKind.Relative));
            using HttpResponseMessage response = await server.Api.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Contains(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), item.AsObject().Single().Value!["responses"]!.AsObject().Select(static one => one.Key));
        }
    }

    [Fact]
    public async Task Every_reference_leads_to_a_schema_and_every_schema_is_referred_to()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        JsonNode description = await DescriptionAsync(server);

        HashSet<string> referred = [.. References(description).Select(static reference => reference["#/components/schemas/".Length..])];

        Assert.Equal(description["components"]!["schemas"]!.AsObject().Select(static schema => schema.Key).Order(), referred.Order());
    }

    [Fact]
    public async Task Documents_and_results_are_those_of_the_topics_schemas()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        JsonNode schemas = (await DescriptionAsync(server))["components"]!["schemas"]!;

        Assert.Equal(Members(Schema("document")), Members(schemas["Document"]!));
        Assert.Equal(Members(Schema("entities")).Except(["source"]), Members(schemas["Result"]!));
    }

    [Fact]
    public async Task Answers_have_the_members_it_names()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        JsonNode schemas = (await DescriptionAsync(server))["components"]!["schemas"]!;

        JsonElement model = JsonDocument.Parse(await server.Api.GetStringAsync(new Uri("v1/model", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        using HttpResponseMessage problem = await server.ExtractAsync("{");

        Assert.Equal(Members(schemas["Model"]!), model.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(Members(schemas["Problem"]!), (await ApiServer.JsonOf(problem)).EnumerateObject().Select(static member => member.Name));
        Assert.Equal(["PER", "ORG", "LOC", "MISC"], model.GetProperty("labels").EnumerateArray().Select(static label => label.GetString()));
        Assert.Equal(1000, model.GetProperty("latency_objective_ms").GetDouble());
    }

    private static async Task<JsonNode> DescriptionAsync(ApiServer server) =>
        JsonNode.Parse(await server.Api.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;

    private static JsonNode Schema(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(WorkingCopy.Root, "config", "schemas", $"{name}.schema.json")))!;

    private static IEnumerable<string> Members(JsonNode schema) => schema["properties"]!.AsObject().Select(static member => member.Key);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member => member.Key == "$ref" ? [(string)member.Value!] : References(member.Value)),
        JsonArray elements => elements.SelectMany(References),
        _ => [],
    };
}
