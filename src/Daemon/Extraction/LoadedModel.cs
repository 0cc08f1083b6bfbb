using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Daemon.Extraction;

/// <summary>A model in memory, seen through the engine seam: nothing here says what runs it.</summary>
/// <param name="profile">What its file says of its training.</param>
/// <param name="tokenizer">Its vocabulary.</param>
/// <param name="createEngine">Makes one lane's engine.</param>
/// <param name="layout">How many lanes it is to have.</param>
/// <param name="sha256">The SHA-256 of its file, in hexadecimal digits.</param>
/// <param name="facts">For people; null for doubles.</param>
/// <param name="release">Frees the model; engines are disposed before.</param>
/// <param name="createWithThreads">
/// Makes an engine of the same size with so many threads, so many while all others are idle, and so many slots, null for the usual number;
/// null where threads mean nothing.
/// </param>
internal sealed class LoadedModel(
    ModelProfile profile,
    ITokenizer tokenizer,
    Func<IDecodeEngine> createEngine,
    LaneLayout layout,
    string sha256,
    ModelFacts? facts,
    Action release,
    Func<int, int, int?, IDecodeEngine>? createWithThreads = null) : IDisposable
{
    /// <summary>What its file says of its training.</summary>
    public ModelProfile Profile => profile;

    /// <summary>Its vocabulary.</summary>
    public ITokenizer Tokenizer => tokenizer;

    /// <summary>How many lanes it is to have.</summary>
    public LaneLayout Layout => layout;

    /// <summary>The SHA-256 of its file, in hexadecimal digits.</summary>
    public string Sha256 => sha256;

    /// <summary>For people; null for doubles.</summary>
    public ModelFacts? Facts => facts;

    /// <summary>Makes one lane's engine; the caller disposes it.</summary>
    public IDecodeEngine CreateEngine() => createEngine();

    /// <summary>Makes an engine of a lane's size that computes on so many threads; the caller disposes it.</summary>
    /// <param name="threads">Threads it always has.</param>
    /// <param name="whenAlone">Most threads it may have while all others are idle.</param>
    /// <param name="slots">Sequences it runs at once; null for a lane's.</param>
    public IDecodeEngine CreateEngine(int threads, int whenAlone, int? slots = null) =>
        createWithThreads is null ? createEngine() : createWithThreads(threads, whenAlone, slots);

    /// <inheritdoc/>
    public void Dispose() => release();
}
