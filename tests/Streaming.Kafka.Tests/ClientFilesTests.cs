using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class ClientFilesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("secret")]
    [InlineData("certificate")]
    public void A_file_with_other_bytes_is_seen_within_ten_seconds(string kind)
    {
        KafkaOptions options = new();
        (kind == "secret" ? options.Secrets : options.Client)[kind == "secret" ? "sasl.password" : "ssl_certificate_location"] = _file;
        ClientFiles files = new(options, _time);
        string before = files.Fingerprint;
        File.WriteAllText(_file, "other");
        Assert.Equal(before, files.Fingerprint);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotEqual(before, files.Fingerprint);
        File.Delete(_file);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotEmpty(files.Fingerprint);
    }

    [Fact]
    public void Other_settings_are_no_files()
    {
        KafkaOptions options = new();
        options.Client["sasl.username"] = _file;
        ClientFiles files = new(options, _time);
        string before = files.Fingerprint;
        File.WriteAllText(_file, "other");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(before, files.Fingerprint);
    }

    public void Dispose() => File.Delete(_file);
}
