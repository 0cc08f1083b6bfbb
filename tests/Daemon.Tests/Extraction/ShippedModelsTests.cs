using PaDeNer.Daemon.Extraction;

namespace PaDeNer.Daemon.Tests.Extraction;

public class ShippedModelsTests
{
    [Theory]
    [InlineData("default", "models/padener-en.gguf")]
    [InlineData("small", "models/padener-en-small.gguf")]
    [InlineData("models/mine.gguf", "models/mine.gguf")]
    [InlineData("./small", "./small")]
    public void A_name_is_its_models_path_and_a_path_is_itself(string given, string meant) => Assert.Equal(meant, ShippedModels.PathOf(given));

    [Fact]
    public void What_is_loaded_where_nothing_is_configured_comes_along() =>
        Assert.EndsWith(".gguf", ShippedModels.PathOf(new ModelOptions().Path), StringComparison.Ordinal);
}
