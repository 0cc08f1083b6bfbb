using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

public sealed class TrainedModelTokenizerTests : TokenizerContract
{
    protected override LlamaModel Model => TestModels.Trained;
}
