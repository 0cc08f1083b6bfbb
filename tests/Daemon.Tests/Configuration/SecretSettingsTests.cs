using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Tests.Configuration;

public class SecretSettingsTests
{
    [Theory]
    [InlineData("sasl.password")]
    [InlineData("ssl.key.password")]
    [InlineData("ssl_key_password")]
    [InlineData("ssl.keystore.password")]
    [InlineData("ssl.key.pem")]
    [InlineData("ssl_key.pem")]
    [InlineData("SSL.Key.Pem")]
    [InlineData("sasl.oauthbearer.config")]
    [InlineData("sasl_oauthbearer_config")]
    [InlineData("sasl.oauthbearer.client.secret")]
    [InlineData("sasl.oauthbearer.assertion.private.key.passphrase")]
    [InlineData("sasl.oauthbearer.assertion.private.key.pem")]
    [InlineData("sasl.oauthbearer.assertion_private_key_passphrase")]
    [InlineData("sasl.kerberos.kinit.cmd")]
    [InlineData("sasl.jaas.config")] // Java's name, often copied
    [InlineData("sasl.pasword")]
    [InlineData("sasl.oauthbearer.client.secrte")]
    [InlineData("some.future.passphrase")]
    [InlineData("some.future-client-secret")]
    [InlineData("some.future.private-key.pem")]
    [InlineData("some.future.refresh.token")]
    [InlineData("some.future.credentials")]
    public void A_secret_is_known_by_its_name_however_it_is_written(string name)
    {
        foreach (string map in (string[])["Client", "Consumer", "Producer"])
        {
            using TemporaryConfiguration file = new($$"""{ "Kafka": { "{{map}}": { "{{name}}": "hunter2" } } }""");

            EffectiveSetting shown = Assert.Single(DaemonSettings.Effective(file.Load()), static setting => setting.Key.Count(static letter => letter == ':') > 1);
            Assert.Equal("(hidden)", shown.Value);
        }
    }

    [Theory]
    [InlineData("Kafka:Client:sasl.username")]
    [InlineData("Kafka:Client:sasl.mechanism")]
    [InlineData("Kafka:Client:security.protocol")]
    [InlineData("Kafka:Client:ssl.ca.location")]
    [InlineData("Kafka:Client:ssl.ca.pem")]
    [InlineData("Kafka:Client:ssl.certificate.pem")]
    [InlineData("Kafka:Client:ssl.key.location")]
    [InlineData("Kafka:Client:ssl.keystore.location")]
    [InlineData("Kafka:Client:sasl.oauthbearer.client.id")]
    [InlineData("Kafka:Client:sasl.oauthbearer.assertion.private.key.file")]
    [InlineData("Kafka:Client:enable.sasl.oauthbearer.unsecure.jwt")]
    [InlineData("Kafka:Client:topic.metadata.refresh.interval.ms")]
    [InlineData("Kafka:Client:socket.timeout.ms")]
    [InlineData("Kafka:Producer:compression.type")]
    [InlineData("Extraction:MaxMentionTokens")]
    [InlineData("Extraction:WindowTokens")]
    [InlineData("Logging:LogLevel:Token.Service")]
    public void What_is_no_secret_is_shown(string key) => Assert.Equal("shown", SecretSettings.Hide(key, "shown"));

    [Theory]
    [InlineData("bad value hunter2 of sasl.password", "bad value (hidden) of sasl.password")]
    [InlineData("Unrecognized sasl.oauthbearer.config beginning at: swordfish", "Unrecognized sasl.oauthbearer.config beginning at: (hidden)")]
    [InlineData("principal opensesame is unknown", "principal (hidden) is unknown")]
    [InlineData("padener is no user", "padener is no user")]
    public void What_the_client_library_says_of_its_settings_is_said_without_secrets(string text, string shown) => Assert.Equal(
        shown,
        SecretSettings.HideIn(
            text,
            [new("sasl.password", "hunter2"), new("sasl_oauthbearer_config", "principal=opensesame swordfish"), new("sasl.username", "padener"), new("ssl.key.password", "a")]));
}
