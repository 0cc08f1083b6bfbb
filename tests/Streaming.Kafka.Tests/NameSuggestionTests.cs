using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Streaming.Kafka.Tests;

public class NameSuggestionTests
{
    private static readonly string[] Verbs = ["serve", "demo", "extract", "doctor", "check-config", "dead-letters"];

    [Theory]
    [InlineData("serv", "serve")]
    [InlineData("SERVE", "serve")]
    [InlineData("exrtact", "extract")]
    [InlineData("checkconfig", "check-config")]
    [InlineData("docter", "doctor")]
    public void A_slip_of_the_finger_is_understood(string written, string meant) => Assert.Equal(meant, NameSuggestion.Nearest(written, Verbs));

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("")]
    public void What_resembles_nothing_is_not_guessed_at(string written) => Assert.Null(NameSuggestion.Nearest(written, Verbs));
}
