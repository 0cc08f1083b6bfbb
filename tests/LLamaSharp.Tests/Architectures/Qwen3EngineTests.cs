using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests.Architectures;

/// <summary>The contract on another architecture. Normed heads.</summary>
public sealed class Qwen3EngineTests : DecodeEngineContract
{
    protected override LlamaModel Model => TestModels.TinyQwen3;

    protected override float Tolerance => 0.005f;
}
