using System.Net;
using System.Text.Json;
using PaDeNer.Daemon.Tests.Extraction;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Daemon.Tests.Api;

[Collection("meters")]
public class ExtractEndpointTests
{
    private const string Text = "Ada Lovelace met Charles Babbage of Cambridge in London.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_document_is_answered_as_its_result_would_stand_on_the_topic()
    {
        await using ApiServer server = await ApiServer.StartAsync();

        using HttpResponseMessage response = await server.ExtractAsync($$"""{"id":7,"text":"{{Text}}","labels":["LOC","PER"],"metadata":{"a": [1]},"other":{} }""");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        JsonElement json = await ApiServer.JsonOf(response);
        Assert.Equal(["id", "entities", "model", "model_sha256", "labels", "offset_unit", "metadata", "timing"], json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(("7", "test", "00ff", "code_point"), (Value(json, "id"), Value(json, "model"), Value(json, "model_sha256"), Value(json, "offset_unit")));
        Assert.Equal(["LOC", "PER"], json.GetProperty("labels").EnumerateArray().Select(static label => label.GetString()));
        Assert.All(json.GetProperty("entities").EnumerateArray(), static entity => Assert.Equal(
            Value(entity, "text"), Text[entity.GetProperty("start").GetInt32()..entity.GetProperty("end").GetInt32()]));
    }

    [Fact]
    public async Task Plain_text_is_a_document_too()
    {
        await using ApiServer server = await ApiServer.StartAsync();

        using HttpResponseMessage plain = await server.ExtractAsync(Text, "text/plain; charset=utf-8");
        using HttpResponseMessage json = await server.ExtractAsync($$"""{"text":"{{Text}}"}""");

        Assert.Equal((await ApiServer.JsonOf(json)).GetProperty("entities").GetRawText(), (await ApiServer.JsonOf(plain)).GetProperty("entities").GetRawText());
    }

    [Fact]
    public async Task A_list_is_answered_in_its_order_and_each_document_has_its_own_fault()
    {
        await using ApiServer server = await ApiServer.StartAsync();

        using HttpResponseMessage response = await server.ExtractAsync(
            $$"""{"documents":[{"id":"a","text":"{{Text}}"},{"labels":["PER"]},{"text":"x","labels":["SHIP"]},{"text":"","labels":["ORG"]}],"labels":["PER"],"include_timing":false}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonElement[] results = [.. (await ApiServer.JsonOf(response)).GetProperty("results").EnumerateArray()];
        Assert.Equal(["a", "no_text", "unknown_label", "3"], results.Select(static result => Value(result, result.TryGetProperty("fault", out _) ? "fault" : "id")));
        Assert.Equal(["PER"], results[0].GetProperty("labels").EnumerateArray().Select(static label => label.GetString()));
        Assert.Equal(["ORG"], results[3].GetProperty("labels").EnumerateArray().Select(static label => label.GetString()));
        Assert.False(results[0].TryGetProperty("timing", out _));
    }

    [Fact]
    public async Task Policy_unit_and_what_results_have_are_the_requests_choice()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        const string Emoji = """{"text":"\ud83d\ude00 Ada met Alan.","include_text":true,"offset_unit":"utf8","policy":{"min_probability":0,"overlap":"allow","deduplication":"none"}}""";

        using HttpResponseMessage all = await server.ExtractAsync(Emoji);
        using HttpResponseMessage none = await server.ExtractAsync($$$"""{"text":"{{{Text}}}","policy":{"min_probability":1}}""");
        using HttpResponseMessage usual = await server.ExtractAsync($$"""{"text":"{{Text}}"}""");

        JsonElement json = await ApiServer.JsonOf(all);
        Assert.Equal(("utf8", "\ud83d\ude00 Ada met Alan."), (Value(json, "offset_unit"), Value(json, "text")));
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes("\ud83d\ude00 Ada met Alan.");
        Assert.All(json.GetProperty("entities").EnumerateArray(), entity => Assert.Equal(
            Value(entity, "text"), System.Text.Encoding.UTF8.GetString(bytes[entity.GetProperty("start").GetInt32()..entity.GetProperty("end").GetInt32()])));
        Assert.Equal(0, (await ApiServer.JsonOf(none)).GetProperty("entities").GetArrayLength());
        Assert.NotEqual(0, (await ApiServer.JsonOf(usual)).GetProperty("entities").GetArrayLength());
    }

    [Theory]
    [InlineData("application/json", "{", 400, "malformed_json")]
    [InlineData("application/json", """{"\ud83d":1,"text":"a"}""", 400, "invalid_request")]
    [InlineData("application/json", """{"text":"a","offset_unit":"\ud83d"}""", 400, "invalid_request")]
    [InlineData("application/json", """{"text":"a","policy":{"\ude00":1}}""", 400, "invalid_request")]
    [InlineData("application/json", """{"documents":[{"text":"a"}],"labels":["\ud83d"]}""", 400, "malformed_json")]
    [InlineData("application/json", "[1]", 400, "malformed_json")]
    [InlineData("application/json", """{"id":"a"}""", 400, "no_text")]
    [InlineData("application/json", """{"text":"a","metadata":[[[[[[[[1]]]]]]]]}""", 400, "too_deep")]
    [InlineData("application/json", """{"documents":[{"text":"a","metadata":[[[[[[[[[[[[1]]]]]]]]]]]]}]}""", 400, "too_deep")]
    [InlineData("application/json", """{"text":"a","labels":["NOPE"]}""", 422, "unknown_label")]
    [InlineData("application/json", """{"text":"a","labels":["A","B","C","D","E"]}""", 422, "too_many_labels")]
    [InlineData("application/json", """{"documents":[],"labels":["NOPE"]}""", 422, "unknown_label")]
    [InlineData("application/json", """{"documents":{}}""", 400, "invalid_request")]
    [InlineData("application/json", """{"documents":[],"documents":[]}""", 400, "invalid_request")]
    [InlineData("application/json", """{"text":"a","policy":{"overlap":"nested"}}""", 400, "invalid_request")]
    [InlineData("application/json", """{"text":"a","policy":{"min_probability":2}}""", 400, "invalid_request")]
    [InlineData("application/json", """{"text":"a","policy":{"window":2}}""", 400, "invalid_request")]
    [InlineData("application/json", """{"text":"a","policy":1}""", 400, "invalid_request")]
    [InlineData("application/json", """{"text":"a","offset_unit":"bytes"}""", 400, "invalid_request")]
    [InlineData("application/json", """{"text":"a","include_text":1}""", 400, "invalid_request")]
    [InlineData("application/json", """{"documents":[{"text":"a"},{"text":"a"},{"text":"a"},{"text":"a"}]}""", 413, "too_many_documents")]
    [InlineData("text/plain", "200", 413, "too_large")]
    [InlineData("text/plain", "2000", 413, "too_large")]
    [InlineData("application/xml", "<a/>", 415, "unsupported_media_type")]
    public async Task What_cannot_be_decoded_is_a_problem_with_the_name_of_its_dead_letter(string contentType, string body, int status, string fault)
    {
        await using ApiServer server = await ApiServer.StartAsync(
            ("Ingress:MaxRecordBytes", "150"), ("Ingress:MaxJsonDepth", "6"), ("Ingress:MaxLabels", "4"), ("Api:MaxRequestBytes", "1024"), ("Api:MaxDocuments", "3"));

        using HttpResponseMessage response = await server.ExtractAsync(contentType == "text/plain" ? new string('a', int.Parse(body, System.Globalization.CultureInfo.InvariantCulture)) : body, contentType);

        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        JsonElement json = await ApiServer.JsonOf(response);
        Assert.Equal((fault, $"urn:padener:fault:{fault}", status), (Value(json, "fault"), Value(json, "type"), json.GetProperty("status").GetInt32()));
        Assert.NotEmpty(Value(json, "detail"));
    }

    [Fact]
    public async Task More_than_the_limit_at_once_is_told_to_come_later_and_taken_then()
    {
        using GatedEngine gate = new(new TestModel().NewEngine());
        await using ApiServer server = await ApiServer.StartAsync(() => TestExtractor.Create(engine: () => gate), ("Api:MaxInFlight", "3"), ("Api:MaxDocuments", "3"));
        gate.Close();
        Task<HttpResponseMessage> first = server.ExtractAsync("""{"documents":[{"text":"Ada."},{"text":"Alan."}]}""");
        await gate.Entered.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => server.Intake.Inside == 2, "both documents are inside");

        using HttpResponseMessage refused = await server.ExtractAsync("""{"documents":[{"text":"Ada."},{"text":"Alan."}]}""");
        Task<HttpResponseMessage> fits = server.ExtractAsync("""{"text":"Ada."}""");
        gate.Open();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("over_capacity", Value(await ApiServer.JsonOf(refused), "fault"));
        Assert.All(await Task.WhenAll(first, fits), static response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        using HttpResponseMessage later = await server.ExtractAsync("""{"documents":[{"text":"Ada."},{"text":"Alan."}]}""");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task A_caller_that_goes_away_gives_up_its_documents_in_the_engine()
    {
        using GatedEngine gate = new(new TestModel().NewEngine());
        await using ApiServer server = await ApiServer.StartAsync(() => TestExtractor.Create(engine: () => gate));
        gate.Close();
        using CancellationTokenSource caller = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<HttpResponseMessage> request = server.ExtractAsync("""{"documents":[{"text":"Ada met Alan."},{"text":"Alan."}]}""", caller);
        await gate.Entered.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => server.Intake.Inside == 2, "both documents are inside");

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Eventually.HoldsAsync(() => server.Intake.Inside == 0, "the engine has given them up, though its step has not ended");
        gate.Open();
        using HttpResponseMessage next = await server.ExtractAsync("""{"text":"Ada."}""");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task The_deadline_is_the_requests_own_where_its_header_says_one()
    {
        await using ApiServer server = await ApiServer.StartAsync();

        using HttpResponseMessage aDay = await server.ExtractAsync($$"""{"text":"{{Text}}"}""", headers: ("padener-latency-objective-ms", "86400000"));
        using HttpResponseMessage none = await server.ExtractAsync($$"""{"text":"{{Text}}"}""", headers: ("padener-latency-objective-ms", "soon"));

        Assert.False((await ApiServer.JsonOf(aDay)).GetProperty("timing").GetProperty("deadline_missed").GetBoolean());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (none.StatusCode, Value(await ApiServer.JsonOf(none), "fault")));
    }

    [Fact]
    public async Task Documents_of_requests_are_counted_as_those_of_the_stream()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        using HttpResponseMessage response = await server.ExtractAsync($$"""{"documents":[{"text":"{{Text}}"},{"id":"x"}]}""");

        string metrics = await server.Health.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("padener_stream_document_completed_total{outcome=\"entities\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("padener_stream_document_completed_total{outcome=\"no_text\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("padener_stream_record_dead_lettered_total{error_type=\"no_text\"} 0\n", metrics, StringComparison.Ordinal);
    }

    private static string Value(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
