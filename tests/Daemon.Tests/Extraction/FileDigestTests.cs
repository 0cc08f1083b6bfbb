using System.Security.Cryptography;
using PaDeNer.Daemon.Extraction;

namespace PaDeNer.Daemon.Tests.Extraction;

public sealed class FileDigestTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1024 * 1024)]
    [InlineData((3 * 1024 * 1024) + 1)]
    public async Task It_is_the_SHA_256_of_the_whole_file(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        await File.WriteAllBytesAsync(_file, content, TestContext.Current.CancellationToken);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), await FileDigest.BeginSha256(_file, CancellationToken.None));
    }

    [Fact]
    public async Task It_is_given_up_when_the_load_is()
    {
        await File.WriteAllBytesAsync(_file, new byte[10], TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FileDigest.BeginSha256(_file, new CancellationToken(canceled: true)));
    }

    public void Dispose() => File.Delete(_file);
}
