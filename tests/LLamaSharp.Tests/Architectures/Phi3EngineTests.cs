using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests.Architectures;

/// <summary>The contract on another architecture. Query, key and value in one matrix.</summary>
public sealed class Phi3EngineTests : DecodeEngineContract
{
    protected override LlamaModel Model => TestModels.TinyPhi3;

    protected override float Tolerance => 0.005f;
}
