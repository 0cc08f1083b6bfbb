using PaDeNer.Decoding.LlamaCpp;
using PaDeNer.LlamaCpp.Tests.Support;

namespace PaDeNer.LlamaCpp.Tests;

public sealed class TrainedModelTokenizerTests : TokenizerContract
{
    protected override LlamaCppModel Model => TestModels.Trained;
}
