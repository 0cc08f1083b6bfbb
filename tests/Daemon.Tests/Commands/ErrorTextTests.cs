using PaDeNer.Daemon.Commands;

namespace PaDeNer.Daemon.Tests.Commands;

public class ErrorTextTests
{
    [Theory]
    [InlineData("/proc/x", "padener: /proc/x is not there and cannot be made there.")]
    [InlineData("/nowhere/x", "padener: /nowhere/x is not there and cannot be made there.")]
    [InlineData("/dev/full", "padener: there is no space left to write /dev/full.")]
    [InlineData("/proc", "padener: /proc cannot be opened: this user may not, or it is a folder.")]
    public void What_the_system_refuses_is_said_in_plain_words(string path, string text)
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => File.WriteAllText(path, "x"));

        Assert.True(ErrorText.IsExpected(failure));
        Assert.Equal(text, ErrorText.Of(failure));
    }
}
