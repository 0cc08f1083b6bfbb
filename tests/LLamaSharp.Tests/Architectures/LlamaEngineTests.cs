using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests.Architectures;

/// <summary>The contract on random F32 weights: differences come from half-precision keys and values alone.</summary>
public sealed class LlamaEngineTests : DecodeEngineContract
{
    protected override LlamaModel Model => TestModels.Tiny;

    protected override float Tolerance => 0.005f;
}
