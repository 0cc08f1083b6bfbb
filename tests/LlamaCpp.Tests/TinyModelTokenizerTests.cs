using PaDeNer.Decoding.LlamaCpp;
using PaDeNer.LlamaCpp.Tests.Support;

namespace PaDeNer.LlamaCpp.Tests;

public sealed class TinyModelTokenizerTests : TokenizerContract
{
    protected override LlamaCppModel Model => TestModels.Tiny;
}
