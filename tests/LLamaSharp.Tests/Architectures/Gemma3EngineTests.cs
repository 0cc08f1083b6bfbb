using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests.Architectures;

/// <summary>The contract on another architecture. A sliding window of twelve tokens in five layers of six: prefixes are longer, so what a layer may no longer see is copied and trimmed too.</summary>
public sealed class Gemma3EngineTests : DecodeEngineContract
{
    protected override LlamaModel Model => TestModels.TinyGemma3;

    protected override float Tolerance => 0.005f;
}
