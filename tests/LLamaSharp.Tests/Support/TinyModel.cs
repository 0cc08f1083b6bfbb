using System.Globalization;
using PaDeNer.LLamaSharp.Tests.Gguf;

namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>
/// Writes a model of a few layers with random weights and a vocabulary like the small model's: control tokens for labels, counts and
/// mentions, a token for every byte, letters and a few words. Good for everything but the answers.
/// </summary>
public static class TinyModel
{
    public const int ContextLength = 1024;
    private const int Width = TinyArchitecture.Width;
    private const float Spread = 0.3f;
    private const int Unknown = 2;
    private const int Control = 3;
    private const int Byte = 6;
    private const int Normal = 1;

    /// <summary>Writes the model.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="matrices">How its matrices are written; vectors are always F32.</param>
    /// <param name="architecture">What it is; a llama where nothing is said.</param>
    /// <param name="numberless">A text of the vocabulary whose token makes no numbers of whatever it stands in; null for none.</param>
    public static void Save(string path, GgufTensorType matrices = GgufTensorType.F32, TinyArchitecture? architecture = null, string? numberless = null)
    {
        List<(string Text, int Type)> vocabulary = Vocabulary();
        Save(path, "tiny", vocabulary.Count, writer => WriteMetadata(writer, vocabulary), matrices, architecture, vocabulary.FindIndex(token => token.Text == numberless));
    }

    /// <summary>Writes a model of the same shape and another vocabulary.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="tokens">How many tokens the vocabulary has.</param>
    /// <param name="vocabulary">Writes the keys of vocabulary and template.</param>
    /// <param name="matrices">How its matrices are written; vectors are always F32.</param>
    /// <param name="architecture">What it is; a llama where nothing is said.</param>
    /// <param name="numberless">The token whose embedding is no number; -1 for none.</param>
    public static void Save(
        string path,
        string name,
        int tokens,
        Action<GgufWriter> vocabulary,
        GgufTensorType matrices = GgufTensorType.F32,
        TinyArchitecture? architecture = null,
        int numberless = -1)
    {
        architecture ??= TinyArchitecture.Llama;
        using GgufWriter writer = new();
        WriteShape(writer, name, tokens, architecture);
        vocabulary(writer);
        Random random = new(20260101);
        void Matrix(string name, int columns, int rows) =>
            writer.AddTensor(name, [columns, rows], matrices, Weights(random, columns * rows, Spread));
        void Vector(string name, int length) => writer.AddTensor(name, [length], GgufTensorType.F32, Enumerable.Repeat(1f, length).ToArray());

        float[] embeddings = Weights(random, Width * tokens, Spread);
        if (numberless >= 0)
        {
            embeddings.AsSpan(numberless * Width, Width).Fill(float.NaN);
        }

        writer.AddTensor("token_embd.weight", [Width, tokens], matrices, embeddings);
        Vector("output_norm.weight", Width);
        foreach (string block in Enumerable.Range(0, architecture.Layers).Select(static layer => string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.")))
        {
            foreach ((string vector, int length) in architecture.Vectors)
            {
                Vector($"{block}{vector}.weight", length);
            }

            foreach ((string matrix, int columns, int rows) in architecture.Matrices)
            {
                Matrix($"{block}{matrix}.weight", columns, rows);
            }
        }

        writer.Save(path);
    }

    private static void WriteShape(GgufWriter writer, string name, int tokens, TinyArchitecture architecture)
    {
        string prefix = architecture.Name;
        writer
            .Add("general.architecture", prefix)
            .Add("general.name", name)
            .Add("general.file_type", 2u)
            .Add($"{prefix}.context_length", (uint)ContextLength)
            .Add($"{prefix}.embedding_length", (uint)Width)
            .Add($"{prefix}.block_count", (uint)architecture.Layers)
            .Add($"{prefix}.feed_forward_length", (uint)TinyArchitecture.Inner)
            .Add($"{prefix}.attention.head_count", (uint)TinyArchitecture.Heads)
            .Add($"{prefix}.attention.head_count_kv", (uint)TinyArchitecture.KeyHeads)
            .Add($"{prefix}.rope.dimension_count", (uint)TinyArchitecture.HeadWidth)
            .Add($"{prefix}.vocab_size", (uint)tokens)
            .Add($"{prefix}.attention.layer_norm_rms_epsilon", 1e-5f);
        architecture.Metadata(writer);
    }

    private static void WriteMetadata(GgufWriter writer, List<(string Text, int Type)> vocabulary) => writer
        .Add("tokenizer.ggml.model", "llama")
        .Add("tokenizer.ggml.tokens", vocabulary.ConvertAll(static token => token.Text))
        .Add("tokenizer.ggml.scores", vocabulary.Select(static (_, index) => (float)-index).ToArray())
        .Add("tokenizer.ggml.token_type", vocabulary.ConvertAll(static token => token.Type))
        .Add("tokenizer.ggml.unknown_token_id", 0u)
        .Add("tokenizer.ggml.bos_token_id", 1u)
        .Add("tokenizer.ggml.eos_token_id", 2u)
        .Add("tokenizer.ggml.add_bos_token", true)
        .Add("tokenizer.ggml.add_eos_token", false)
        .Add("padener.template", "compact-v1")
        .Add("padener.decoding", "verbatim")
        .Add("padener.probability", "candidates")
        .Add("padener.labels", ["PER", "ORG", "LOC", "MISC"])
        .Add("padener.label_descriptions", ["people", "organisations", "places", "the rest"])
        .Add("padener.window_tokens", 224u)
        .Add("padener.max_count", 31u);

    private static List<(string Text, int Type)> Vocabulary()
    {
        List<(string Text, int Type)> tokens = [("<unk>", Unknown), ("<s>", Control), ("</s>", Control)];
        void Tags(string name, int first, int count) => tokens.AddRange(
            Enumerable.Range(first, count).Select(number => (string.Create(CultureInfo.InvariantCulture, $"<|{name} {number}|>"), Control)));
        Tags("label", 1, 32);
        Tags("count", 0, 32);
        Tags("mention", 1, 31);
        tokens.AddRange(Enumerable.Range(0, 256).Select(static value => ($"<0x{value:X2}>", Byte)));

        // The tokeniser joins neighbours whose union is a token, so every way to a long one has to be there.
        string[] pieces =
        [
            "\u2581t", "he", "\u2581the", "in", "an", "er", "on", "\u2581a", "en", "\u2581\u2581", "or", "ed", "is", "ing", "\u2581in", "\u2581an",
            "\u2581",
        ];
        tokens.AddRange(pieces.Select(static piece => (piece, Normal)));
        tokens.AddRange("etaoinshrdlucmfwypvbgkjqxzETAOINSHRDLUCMFWYPVBGKJQXZ0123456789.,'-|<>é"
            .Select(static letter => (letter.ToString(), Normal)));
        return tokens;
    }

    private static float[] Weights(Random random, int count, float spread)
    {
        float[] weights = new float[count];
        for (int index = 0; index < count; index++)
        {
            // Sum of uniform values: near enough to normal.
            weights[index] = spread * (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2);
        }

        return weights;
    }
}
