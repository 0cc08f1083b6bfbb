using System.Globalization;
using System.Text;
using PaDeNer.LLamaSharp.Tests.Gguf;

namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>
/// A model of <see cref="TinyModel"/>'s shape with open labels: a byte-level vocabulary whose merges make words, and tokens that hold parts
/// of characters, with a blank before them and without. Good for everything but the answers.
/// </summary>
public static class TinyOpenModel
{
    private const int Normal = 1;
    private const int Control = 3;

    /// <summary>What is joined, in rank order, a bar between the two; <c>\xNN</c> is a byte.</summary>
    private static readonly string[] Merges =
    [
        " |t", "h|e", " t|he", "i|n", "a|n", "e|r", "o|n", " |a", "e|n", "i|s", "in|g", " |in", " a|n", "A|d", "Ad|a", " |Ada", " |m", " m|e", " me|t", " |B",
        " B|o", " Bo|b", "L|o", "o|v", " | ", "  |  ", @"\xC3|\xA9", @"\xF0|\x9F", @" |\xF0\x9F", @"\x99|\x82", @"\x8C|\x97", @"\xE5|\x8C", @"\xE4|\xBA",
        @"\xE4\xBA|\xAC", @"\xE3|\x80", @" |\xE5", @"\x80|\x8D",
    ];

    /// <summary>Writes the model.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="without">A control token that is left out; null for none.</param>
    public static void Save(string path, string? without = null)
    {
        List<string> merged = [];
        List<string> merges = [];
        foreach (string merge in Merges)
        {
            string[] sides = merge.Split('|');
            merges.Add($"{Spell(sides[0])} {Spell(sides[1])}");
            merged.Add(Spell(sides[0]) + Spell(sides[1]));
        }

        List<(string Text, int Type)> tokens = [("<|endoftext|>", Control), ("<|im_start|>", Control), ("<|im_end|>", Control)];
        tokens.AddRange(Enumerable.Range(0, 256).Select(static value => (Character((byte)value), Normal)));
        tokens.AddRange(merged.Select(static text => (text, Normal)));
        tokens.AddRange(ControlTokens().Where(name => name != without).Select(static name => (name, Control)));
        TinyModel.Save(path, "tiny open", tokens.Count, writer => Write(writer, tokens, merges));
    }

    /// <summary>The keys of the template.</summary>
    public static GgufWriter AddTemplate(GgufWriter writer) => writer
        .Add("padener.template", "compact-v2")
        .Add("padener.labels", "open")
        .Add("padener.default_labels", ["PER", "ORG", "LOC", "MISC"])
        .Add("padener.default_label_words", ["person", "organization", "location", "miscellaneous"])
        .Add("padener.decoding", "verbatim")
        .Add("padener.probability", "candidates")
        .Add("padener.window_tokens", 224u)
        .Add("padener.max_count", 31u)
        .Add("padener.max_label_tokens", 32u);

    private static void Write(GgufWriter writer, List<(string Text, int Type)> tokens, List<string> merges) => AddTemplate(writer
        .Add("tokenizer.ggml.model", "gpt2")
        .Add("tokenizer.ggml.pre", "smollm")
        .Add("tokenizer.ggml.tokens", tokens.ConvertAll(static token => token.Text))
        .Add("tokenizer.ggml.token_type", tokens.ConvertAll(static token => token.Type))
        .Add("tokenizer.ggml.merges", merges)
        .Add("tokenizer.ggml.bos_token_id", 0u)
        .Add("tokenizer.ggml.eos_token_id", (uint)Math.Max(0, tokens.FindIndex(static token => token.Text == "<|end|>")))
        .Add("tokenizer.ggml.add_bos_token", true)
        .Add("tokenizer.ggml.add_eos_token", false)
        .Add("tokenizer.ggml.add_space_prefix", false));

    private static IEnumerable<string> ControlTokens() =>
        ((string[])["<|label|>", "<|count|>", "<|end|>"])
            .Concat(Enumerable.Range(0, 32).Select(static count => string.Create(CultureInfo.InvariantCulture, $"<|count {count}|>")))
            .Concat(Enumerable.Range(1, 31).Select(static mention => string.Create(CultureInfo.InvariantCulture, $"<|mention {mention}|>")));

    private static string Spell(string text)
    {
        StringBuilder spelled = new();
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                spelled.Append(Character(byte.Parse(text.AsSpan(at + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
                at += 3;
            }
            else
            {
                spelled.Append(Character((byte)text[at]));
            }
        }

        return spelled.ToString();
    }

    /// <summary>The printable character that stands for a byte in such vocabularies: its own where it has one, else one from U+0100 on.</summary>
    private static string Character(byte value)
    {
        static bool IsPlain(int value) => value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE;
        char character = (char)(IsPlain(value) ? value : 0x100 + Enumerable.Range(0, value).Count(static other => !IsPlain(other)));
        return character.ToString();
    }
}
