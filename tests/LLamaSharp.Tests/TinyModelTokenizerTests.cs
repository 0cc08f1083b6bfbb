using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

public sealed class TinyModelTokenizerTests : TokenizerContract
{
    protected override LlamaModel Model => TestModels.Tiny;
}
