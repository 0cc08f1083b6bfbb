using PaDeNer.Decoding.LlamaCpp;
using PaDeNer.LlamaCpp.Tests.Support;

namespace PaDeNer.LlamaCpp.Tests;

/// <summary>The contract on the shipped model, whose quantised kernels round activations in blocks.</summary>
public sealed class TrainedModelEngineTests : DecodeEngineContract
{
    protected override LlamaCppModel Model => TestModels.Trained;

    protected override float Tolerance => 0.1f;
}
