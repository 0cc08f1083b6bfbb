using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Daemon.Extraction;

/// <summary>A model in memory, seen through the engine seam: nothing here says what runs it.</summary>
/// <param name="profile">What its file says of its training.</param>
/// <param name="tokenizer">Its vocabulary.</param>
/// <param name="createEngine">Makes an engine of a size.</param>
/// <param name="size">The size of a lane's.</param>
/// <param name="layout">How many lanes it is to have.</param>
/// <param name="sha256">The SHA-256 of its file, in hexadecimal digits.</param>
/// <param name="facts">For people; null for doubles.</param>
/// <param name="release">Frees the model; engines are disposed before.</param>
internal sealed class LoadedModel(
    ModelProfile profile,
    ITokenizer tokenizer,
    Func<EngineSize, IDecodeEngine> createEngine,
    EngineSize size,
    LaneLayout layout,
    string sha256,
    ModelFacts? facts,
    Action release) : IDisposable
{
    /// <summary>What its file says of its training.</summary>
    public ModelProfile Profile => profile;

    /// <summary>Its vocabulary.</summary>
    public ITokenizer Tokenizer => tokenizer;

    /// <summary>The size of a lane's engine.</summary>
    public EngineSize LaneSize => size;

    /// <summary>How many lanes it is to have.</summary>
    public LaneLayout Layout => layout;

    /// <summary>The SHA-256 of its file, in hexadecimal digits.</summary>
    public string Sha256 => sha256;

    /// <summary>For people; null for doubles.</summary>
    public ModelFacts? Facts => facts;

    /// <summary>Makes an engine; the caller disposes it.</summary>
    public IDecodeEngine CreateEngine(EngineSize size) => createEngine(size);

    /// <inheritdoc/>
    public void Dispose() => release();
}

/// <summary>What an engine is made for.</summary>
/// <param name="Threads">Threads that compute a step.</param>
/// <param name="ThreadsWhenAlone">Most threads for a step while all other engines of the model are idle.</param>
/// <param name="Slots">Sequences it runs at once.</param>
internal readonly record struct EngineSize(int Threads, int ThreadsWhenAlone, int Slots);
