using PaDeNer.Streaming.Kafka.Settings;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class SecretFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("padener-secrets-");

    [Theory]
    [InlineData("hunter2", "hunter2")]
    [InlineData("hunter2\n", "hunter2")]
    [InlineData("hunter2\r\n", "hunter2")]
    [InlineData("hunter2\n\n", "hunter2\n")]
    [InlineData(" hunter2 \n", " hunter2 ")]
    [InlineData("-----BEGIN KEY-----\nabc\n-----END KEY-----\n", "-----BEGIN KEY-----\nabc\n-----END KEY-----")]
    public void A_secret_is_the_file_without_one_line_end(string content, string value)
    {
        SecretFiles secrets = Files("sasl_password", Write(content));

        Assert.Empty(secrets.Problems());
        Assert.Equal([new("sasl.password", value)], secrets.Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void An_empty_file_is_an_error(string content)
    {
        string path = Write(content);

        Refused($"Kafka:Secrets:sasl.password: '{path}' is empty.", path);
    }

    [Fact]
    public void A_file_that_is_missing_or_a_folder_is_an_error()
    {
        string none = Path.Combine(_folder.FullName, "none");

        Refused($"Kafka:Secrets:sasl.password: '{none}': there is no such file.", none);
        Refused($"Kafka:Secrets:sasl.password: '{_folder.FullName}': it is a folder.", _folder.FullName);
        Refused($"Kafka:Secrets:sasl.password: '{none}/none': there is no such file.", $"{none}/none");
    }

    [Fact]
    public void A_file_too_large_to_be_a_secret_is_an_error()
    {
        string path = Write(new string('x', (1024 * 1024) + 1));

        Refused($"Kafka:Secrets:sasl.password: '{path}' has 1048577 bytes, which is no secret; 1048576 are read at most.", path);
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("")]
    [InlineData("secrets/password")]
    public void What_is_no_path_may_be_the_secret_and_is_not_repeated(string value)
    {
        string error = Assert.Single(Files("sasl.password", value).Problems());

        Assert.StartsWith("Kafka:Secrets:sasl.password is no full path of a file.", error, StringComparison.Ordinal);
        Assert.True(value.Length == 0 || !error.Contains(value, StringComparison.Ordinal));
        Assert.Equal(value.Length == 0 ? "" : "(hidden)", SecretSettings.Hide("Kafka:Secrets:sasl.password", value));
        Assert.Equal("/run/secrets/kafka", SecretSettings.Hide("Kafka:Secrets:sasl.password", "/run/secrets/kafka"));
    }

    [Fact]
    public void A_new_client_gets_the_secret_of_now_and_both_stay_hidden()
    {
        string path = Write("hunter2");
        SecretFiles secrets = Files("sasl.username", path);
        Assert.Equal("hunter2", Assert.Single(secrets.Read()).Value);
        File.WriteAllText(path, "swordfish");

        Assert.Equal("swordfish", Assert.Single(secrets.Read()).Value);
        Assert.Equal("user (hidden), formerly (hidden)", secrets.HideIn("user swordfish, formerly hunter2"));
    }

    [Fact]
    public void Whatever_is_wrong_with_secrets_is_an_error_of_the_configuration()
    {
        KafkaOptions options = new();
        options.Secrets["acks"] = Write("1");
        options.Secrets["sasl.password"] = "/no/such/file";
        options.Secrets["sasl_username"] = Write("padener");
        options.Client["sasl.username"] = "padener";

        Assert.Equal(
            [
                "Kafka:Secrets: 'acks' cannot be set here: it is fixed: the delivery guarantee rests on it.",
                "Kafka:Secrets:sasl_username is given in Kafka:Client too. Leave one of them out.",
                "Kafka:Secrets:sasl.password: '/no/such/file': there is no such file.",
            ],
            new KafkaOptionsValidator().Validate(null, options).Failures);
    }

    [Theory]
    [InlineData("sasl.mechanism", "hunter2hunter2")]
    [InlineData("security.protocol", "hunter2hunter2")]
    [InlineData("no.such.setting", "hunter2hunter2")]
    [InlineData("ssl.key.pem", "hunter2hunter2")]
    public void What_the_client_library_does_not_take_is_said_without_it(string name, string content)
    {
        KafkaOptions options = new();
        options.Secrets[name] = Write(content);
        options.Client["client.rack"] = "a";
        if (name != "security.protocol")
        {
            options.Client["security.protocol"] = "sasl_ssl";
        }

        string error = Assert.Single(new KafkaOptionsValidator().Validate(null, options).Failures!);

        Assert.Contains("librdkafka does not take a setting", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_reaches_the_client()
    {
        KafkaOptions options = new();
        options.Client["security.protocol"] = "sasl_plaintext";
        options.Client["sasl.mechanism"] = "PLAIN";
        options.Client["sasl.username"] = "padener";
        Assert.False(new KafkaOptionsValidator().Validate(null, options).Succeeded);
        options.Secrets["sasl.password"] = Write("hunter2\n");

        Assert.True(new KafkaOptionsValidator().Validate(null, options).Succeeded);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SecretFiles Files(string name, string path) => new(new Dictionary<string, string> { [name] = path });

    private static void Refused(string problem, string path)
    {
        SecretFiles secrets = Files("sasl.password", path);

        Assert.Equal([problem], secrets.Problems());
        Assert.Equal(problem, Assert.Throws<StreamSetupException>(secrets.Read).Message);
    }

    private string Write(string content)
    {
        string path = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        File.WriteAllText(path, content);
        return path;
    }
}
