using System.Diagnostics;
using System.Text;
using System.Text.Json;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.LLamaSharp.Tests.Support;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Runs;

namespace PaDeNer.LLamaSharp.Tests;

/// <summary>
/// The trainer's own tokeniser and edges against the daemon's, on the same file and texts: what a model is trained on is what it is asked.
/// Needs /usr/bin/python3 with what the trainer needs.
/// </summary>
public sealed class TrainerAgreementTests(ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Tokens_and_the_places_where_mentions_may_begin_and_end_are_the_trainers()
    {
        Assert.SkipUnless(File.Exists(Python) && Run("-c", "import numpy, torch").Code == 0, $"{Python} is not there or lacks numpy or torch.");
        using TemporaryFolder folder = new();
        string model = Path.Combine(folder.Path, "model.gguf"), texts = Path.Combine(folder.Path, "texts.jsonl"), cases = Path.Combine(folder.Path, "cases.jsonl");
        TinyOpenModel.Save(model);
        int count = RunLength.Of(1500, 20_000);
        File.WriteAllLines(texts, Enumerable.Range(0, count).Select(static seed => JsonSerializer.Serialize(WholeCharacters(seed))));

        (int code, string said) = Run("-B", "-m", "open_labels.token_cases", "--gguf", model, "--texts", texts, "--out", cases);

        Assert.True(code == 0, said);
        PromptTemplate template = PromptTemplates.Create("compact-v2", TestModels.TinyOpen.Tokenizer, TestModels.TinyOpen.Profile);
        int starts = 0, ends = 0, number = 0;
        foreach (string line in File.ReadLines(cases))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            string text = WholeCharacters(number++);
            Assert.Equal(text, json.RootElement.GetProperty("text").GetString());
            LlamaTokenizer tokenizer = TestModels.TinyOpen.Tokenizer;
            TokenId[] tokens = tokenizer.Tokenize(text);
            Assert.Equal(json.RootElement.GetProperty("ids").EnumerateArray().Select(static id => new TokenId(id.GetInt32())), tokens);
            TokenId[] words = tokenizer.Tokenize(" " + template.WordsOf(new Label("name", text)));
            Assert.Equal(json.RootElement.GetProperty("label").EnumerateArray().Select(static id => new TokenId(id.GetInt32())), words);
            TextTokens aligned = TextTokens.Align(text, tokens, tokenizer, 0, TokenEdges.Separate)!;
            starts += AssertPlaces(json.RootElement.GetProperty("starts"), aligned, static token => token.StartsWord ? token.Start : null);
            ends += AssertPlaces(json.RootElement.GetProperty("ends"), aligned, static token => token.EndsWord ? token.End : null);
        }

        output.WriteLine($"{number} texts, {starts} places to begin, {ends} to end");
        Assert.Equal(count, number);
        Assert.True(starts > number && ends > number);
    }

    private static int AssertPlaces(JsonElement expected, TextTokens text, Func<TextToken, int?> placeOf)
    {
        (int, int)[] trainers = [.. expected.EnumerateArray().Select(static place => (place[0].GetInt32(), place[1].GetInt32()))];
        (int, int)[] ours = [.. from i in Enumerable.Range(0, text.Count)
                                let place = placeOf(text[i])
                                where place is not null
                                select (i, text.Text[..place.Value].EnumerateRunes().Count())];
        Assert.Equal(trainers, ours);
        return ours.Length;
    }

    /// <summary>Half a surrogate pair is nothing that a file of texts can hold.</summary>
    private static string WholeCharacters(int seed) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(UnicodeTexts.Create(new Random(seed), seed % 20)));

    private static (int Code, string Said) Run(params string[] arguments)
    {
        ProcessStartInfo start = new(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(TestModels.RepositoryRoot, "training"),
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
