using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PaDeNer.Daemon.Health;
using PaDeNer.Daemon.Telemetry;
using PaDeNer.Daemon.Tests.Api;
using PaDeNer.Testing.Brokers;

namespace PaDeNer.Daemon.Tests.Page;

/// <summary>The page as people have it: in a browser.</summary>
[Collection("meters")]
public sealed class PageTests : IAsyncLifetime
{
    private Browser? _browser;

    private Browser Page => _browser!;

    public async ValueTask InitializeAsync()
    {
        Need.Be(Browser.Executable is not null, "there is no chromium on this machine (Debian: chromium).");
        _browser = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_text_is_typed_and_decoded_and_its_entities_looked_at_by_keyboard_alone()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        await OpenAsync(server);
        const string Text = "Ada met Alan <b>at</b> \ud83d\ude00 Bletchley Park, \"near\" Milton Keynes & London.";

        await FocusAsync("text");
        await Page.EvaluateAsync("document.getElementById('text').select()");
        await Page.TypeAsync(Text);
        await Page.PressAsync("Enter", control: true);
        await Page.UntilAsync("document.querySelector('#marked mark')", "entities are shown");

        Assert.Equal(Text, await Page.TextAsync("document.getElementById('marked').textContent"));
        JsonElement marks = await Page.EvaluateAsync("[...document.querySelectorAll('mark[tabindex]')].map(mark => mark.getAttribute('aria-label'))");
        Assert.All(marks.EnumerateArray(), static mark => Assert.Matches(@": (PER|ORG|LOC|MISC), \d+\.\d %$", mark.GetString()));
        Assert.Equal(marks.GetArrayLength(), (await Page.EvaluateAsync("answer.entities.length")).GetInt32());

        await FocusAsync("marked", "document.activeElement.closest('#marked')");
        await Page.UntilAsync("!document.getElementById('tip').hidden && / %$/.test(document.getElementById('tip').textContent)", "the probability is told");
        await Page.PressAsync("Escape");
        await Page.UntilAsync("document.getElementById('tip').hidden", "it can be put away");
        await FocusAsync("copy-json");
        await Page.PressAsync("Enter");
        await Page.UntilAsync("document.getElementById('copied').textContent === 'JSON copied'", "the result is copied");
        Assert.Empty(Page.Troubles);
    }

    [Fact]
    public async Task Nested_entities_are_drawn_as_layers_and_one_that_crosses_another_is_cut()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        await OpenAsync(server);
        await Page.EvaluateAsync("document.getElementById('found').hidden = false");

        JsonElement drawn = await Page.EvaluateAsync("""
            (() => {
              const text = 'the University of California';
              const entity = (label, start, end) => ({ label, text: text.slice(start, end), start, end, probability: .5 });
              draw(text, [entity('LOC', 18, 28), entity('ORG', 4, 28), entity('MISC', 9, 22)], ['ORG', 'LOC', 'MISC']);
              return [...document.querySelectorAll('#marked mark')].map(mark => [mark.dataset.says, mark.textContent, mark.className, mark.tabIndex, parseFloat(getComputedStyle(mark).paddingBottom)]);
            })()
            """);

        string[] marks = [.. drawn.EnumerateArray().Select(static mark => string.Join('|', mark.EnumerateArray().Take(4)))];
        Assert.Equal(
            [
                "ORG, 50.0 %|University of California|c0 h2|0",
                "MISC, 50.0 %|rsity of Cali|c2 h1|0",
                "LOC, 50.0 %|Cali|c1 h0|0",
                "LOC, 50.0 %|fornia|c1 h0|-1",
            ],
            marks);
        double[] room = [.. drawn.EnumerateArray().Select(static mark => mark[4].GetDouble())];
        Assert.True(room[0] > room[1] && room[1] > room[2], string.Join(", ", room));
        Assert.Equal("the University of California", await Page.TextAsync("document.getElementById('marked').textContent"));
    }

    [Fact]
    public async Task What_is_copied_as_curl_gives_the_same_answer_in_a_shell()
    {
        Need.Be(File.Exists("/usr/bin/curl"), "there is no curl on this machine (Debian: curl).");
        await using ApiServer server = await ApiServer.StartAsync();
        await OpenAsync(server);
        await Page.EvaluateAsync("document.getElementById('text').value = `It's \"Ada's\" text\\nof $two lines`; document.getElementById('labels').value = 'PER, LOC'");
        await FocusAsync("run");
        await Page.PressAsync("Enter");
        await Page.UntilAsync("!document.getElementById('found').hidden", "entities are shown");

        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", await Page.TextAsync("curl()")]) { RedirectStandardOutput = true })!;
        JsonElement answer = JsonDocument.Parse(await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).RootElement;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(await Page.TextAsync("JSON.stringify(answer.entities)"), answer.GetProperty("entities").GetRawText());
        Assert.Equal(["PER", "LOC"], answer.GetProperty("labels").EnumerateArray().Select(static label => label.GetString()));
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_told_in_words()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        await OpenAsync(server);
        await Page.EvaluateAsync("document.getElementById('labels').value = 'SHIP'");

        await FocusAsync("run");
        await Page.PressAsync("Enter");
        await Page.UntilAsync("!document.getElementById('problem').hidden", "the problem is told");

        Assert.Contains("SHIP", await Page.TextAsync("document.getElementById('problem').textContent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_token_is_asked_for_the_page_asks_for_it()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "0123456789abcdef", TestContext.Current.CancellationToken);
        await using ApiServer server = await ApiServer.StartAsync(("Api:TokenFile", file));
        await OpenAsync(server);
        await Page.UntilAsync("!document.getElementById('token-row').hidden", "a token is asked for");
        Assert.Equal("a token is asked for", await Page.TextAsync("document.getElementById('state').textContent"));

        await FocusAsync("token");
        await Page.TypeAsync("0123456789abcdef");
        await Page.PressAsync("Tab");
        await Page.UntilAsync("model && document.getElementById('state').textContent === 'ready'", "it is served");
        await FocusAsync("run");
        await Page.PressAsync("Enter");
        await Page.UntilAsync("!document.getElementById('found').hidden", "entities are shown");
        File.Delete(file);
    }

    [Fact]
    public async Task Charts_have_axes_and_a_page_that_is_loaded_anew_has_the_history_that_the_daemon_keeps()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        StreamFigures figures = server.Get<StreamFigures>();
        FigureHistory history = server.Get<FigureHistory>();
        for (int i = 0; i < 20; i++)
        {
            figures.AddDocument(1, 1, 1, 0, 0);
            figures.Latencies.Add(TimeSpan.FromMilliseconds(10 + i));
            history.Sample();
        }

        foreach (int _ in (int[])[1, 2])
        {
            await OpenAsync(server);
            await Page.UntilAsync("points.length >= 20 && document.querySelectorAll('#latency path').length === 2", "the charts are drawn");
        }

        JsonElement ticks = await Page.EvaluateAsync("[...document.querySelectorAll('#latency text')].map(text => text.textContent)");
        string[] texts = [.. ticks.EnumerateArray().Select(static text => text.GetString()!)];
        Assert.Contains("0", texts);
        Assert.Contains("now", texts);
        Assert.Contains(texts, static text => double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value >= 29);
        Assert.Contains("milliseconds", await Page.TextAsync("document.getElementById('latency').getAttribute('aria-label')"), StringComparison.Ordinal);
        Assert.Contains("milliseconds", await Page.TextAsync("document.querySelector('.charts').textContent"), StringComparison.Ordinal);
        Assert.Matches("[ML][0-9.]+ [0-9.]+L", await Page.TextAsync("document.querySelector('#rate path').getAttribute('d')"));
    }

    [Fact]
    public async Task Documents_without_a_result_are_listed_by_reason()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        using HttpResponseMessage first = await server.ExtractAsync("""{"documents":[{"id":"a"},{"id":"b"},{"text":"x","labels":["<i>SHIP"]}]}""");
        await OpenAsync(server);
        await Page.UntilAsync("document.querySelectorAll('#faults tbody tr').length === 2", "both reasons are listed");

        string rows = await Page.TextAsync("[...document.querySelectorAll('#faults tbody tr')].map(row => [...row.cells].map(cell => cell.textContent).join('|')).join('\\n')");

        Assert.Matches(@"(?m)^no_text\|2\|\d+ s ago\|there is no text at '/text'$", rows);
        Assert.Matches(@"(?m)^unknown_label\|1\|\d+ s ago\|.*<i>SHIP.*$", rows);
    }

    [Theory]
    [InlineData(400, "light")]
    [InlineData(400, "dark")]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    public async Task It_fits_and_can_be_read_at_any_width_in_both_themes(int width, string theme)
    {
        await using ApiServer server = await ApiServer.StartAsync();
        using HttpResponseMessage bad = await server.ExtractAsync("""{"documents":[{"id":"a"}]}""");
        await Page.SizeAsync(width, 900);
        await Page.ThemeAsync(theme);
        await OpenAsync(server);
        await Page.UntilAsync("model && document.querySelector('#faults tbody tr') && document.querySelector('#rate text')", "all is shown");
        await FocusAsync("run");
        await Page.PressAsync("Enter");
        await Page.UntilAsync("document.querySelector('#marked mark')", "entities are shown");

        Assert.Equal(width, (await Page.EvaluateAsync("document.documentElement.scrollWidth")).GetInt32());
        JsonElement weak = await Page.EvaluateAsync("""
            (() => {
              const channels = color => color.match(/[\d.]+/g).slice(0, 3).map(Number);
              const light = color => channels(color).map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
              const behind = e => { for (; e; e = e.parentElement) { const color = getComputedStyle(e).backgroundColor; if (!/, 0\)$|^transparent$/.test(color)) return color; } };
              return [...document.querySelectorAll('h1, h2, label, input, button, a, dt, dd, td, th, .soft, .cards b, .cards span, #state, figcaption, mark, #legend li')]
                .filter(e => e.offsetParent)
                .map(e => { const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x); return [e.tagName + ' ' + e.textContent.slice(0, 20), (a + .05) / (b + .05)]; })
                .filter(([, ratio]) => ratio < 4.5);
            })()
            """);
        Assert.Equal("[]", weak.GetRawText());
        string page = await Page.TextAsync("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b)");
        Assert.Equal(theme == "dark", int.Parse(page, CultureInfo.InvariantCulture) < 380);
        Assert.Empty(Page.Troubles);
    }

    [Fact]
    public async Task The_browser_lets_it_fetch_from_nowhere_else_and_run_nothing_that_is_written_into_it()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        await OpenAsync(server);

        string fetched = (await Page.EvaluateAsync("fetch('https://example.org').then(() => 'let through', () => 'refused')")).GetString()!;
        await Page.EvaluateAsync("(() => { const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script); })()");

        Assert.Equal("refused", fetched);
        Assert.Equal("undefined", await Page.TextAsync("typeof window.ran"));
        Assert.Contains(Page.Troubles, static trouble => trouble.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_the_port_of_the_probes_it_has_the_figures_and_nothing_to_try()
    {
        await using ApiServer server = await ApiServer.StartAsync();
        await Page.OpenAsync(server.Health.BaseAddress!);
        await Page.UntilAsync("document.getElementById('state').textContent === 'ready'", "its state is shown");

        Assert.Equal("true", await Page.TextAsync("document.getElementById('try').hidden"));
        Assert.Contains("metrics", await Page.TextAsync("document.getElementById('links').textContent"), StringComparison.Ordinal);
        Assert.Empty(Page.Troubles);
    }

    /// <summary>
    /// Pictures for the documents, of a daemon that runs: PADENER_PAGE is the address of its page, PADENER_PICTURES a folder for them,
    /// PADENER_TEXT and PADENER_LABELS what is asked.
    /// </summary>
    [Theory(Explicit = true)]
    [InlineData("page-light", 1000, "light")]
    [InlineData("page-dark", 1000, "dark")]
    [InlineData("page-narrow", 400, "light")]
    public async Task Pictures_for_the_documents(string name, int width, string theme)
    {
        Uri address = new(Environment.GetEnvironmentVariable("PADENER_PAGE") ?? throw new InvalidOperationException("PADENER_PAGE is not set."));
        string folder = Environment.GetEnvironmentVariable("PADENER_PICTURES") ?? throw new InvalidOperationException("PADENER_PICTURES is not set.");
        await Page.SizeAsync(width, 800);
        await Page.ThemeAsync(theme);
        await Page.OpenAsync(address);
        await Page.UntilAsync("model && points.length > 5", "the charts are drawn");
        string text = JsonSerializer.Serialize(Environment.GetEnvironmentVariable("PADENER_TEXT")), labels = JsonSerializer.Serialize(Environment.GetEnvironmentVariable("PADENER_LABELS"));
        await Page.EvaluateAsync($"byId('example').value = 2; byId('overlap').value = 'allow'; byId('text').value = {text}; byId('labels').value = {labels}; find()");
        await Page.UntilAsync("document.querySelector('#marked mark')", "entities are shown");

        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), await Page.PictureAsync(), TestContext.Current.CancellationToken);
    }

    private async Task OpenAsync(ApiServer server)
    {
        await Page.OpenAsync(server.Api.BaseAddress!);
        await Page.UntilAsync("!document.getElementById('try').hidden", "it can be tried");
    }

    /// <summary>Goes on with the tabulator until an element has the focus.</summary>
    private async Task FocusAsync(string id, string? has = null)
    {
        string isThere = has ?? $"document.activeElement.id === '{id}'";
        for (int presses = 0; (await Page.EvaluateAsync($"Boolean({isThere})")).ValueKind != JsonValueKind.True; presses++)
        {
            Assert.True(presses < 60, $"The tabulator does not lead to {id}.");
            await Page.PressAsync("Tab");
        }
    }
}
