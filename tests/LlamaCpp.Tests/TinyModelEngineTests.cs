using PaDeNer.Decoding.LlamaCpp;
using PaDeNer.LlamaCpp.Tests.Support;

namespace PaDeNer.LlamaCpp.Tests;

/// <summary>The contract on random F32 weights: differences come from half-precision keys and values alone.</summary>
public sealed class TinyModelEngineTests : DecodeEngineContract
{
    protected override LlamaCppModel Model => TestModels.Tiny;

    protected override float Tolerance => 0.005f;
}
