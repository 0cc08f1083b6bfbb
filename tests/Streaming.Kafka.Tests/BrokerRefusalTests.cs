using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;

namespace PaDeNer.Streaming.Kafka.Tests;

/// <summary>What the client was seen to report, and the sentence for it.</summary>
public sealed class BrokerRefusalTests
{
    [Theory]
    [InlineData(ErrorCode.Local_Authentication, "sasl_ssl://b:1/bootstrap: SASL authentication error: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512 (after 312ms in state AUTH_REQ)", "refuse our credentials")]
    [InlineData(ErrorCode.Local_Authentication, "b:1: SASL PLAIN mechanism handshake failed: Broker: Unsupported SASL mechanism: broker's supported mechanisms: SCRAM-SHA-512", "set sasl.mechanism to one that they have enabled")]
    [InlineData(ErrorCode.Local_Ssl, "ssl://b:1/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be verified", "set ssl.ca.location")]
    [InlineData(ErrorCode.Local_Ssl, "ssl://b:1/bootstrap: SSL handshake failed: error:0A00045C:SSL routines::tlsv13 alert certificate required: SSL alert number 116", "want a certificate of ours")]
    [InlineData(ErrorCode.Local_Transport, "b:1: SSL handshake failed: Disconnected: connecting to a PLAINTEXT broker listener? (after 5ms in state SSL_HANDSHAKE)", "do not speak TLS")]
    [InlineData(ErrorCode.Local_Transport, "b:1: Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol configuration (connecting to a SSL listener?)", "hang up at once")]
    public void A_refusal_is_one_sentence_that_says_what_to_do(ErrorCode code, string reason, string sentence)
    {
        string? said = BrokerRefusal.Of(new Error(code, reason, isFatal: false), "b:1");
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.StartsWith("The ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorCode.Local_Transport, "b:1: Connect to ipv4#127.0.0.1:1 failed: Connection refused")]
    [InlineData(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down")]
    [InlineData(ErrorCode.Local_Authentication, "b:1: SASL authentication error: timed out")]
    public void What_may_pass_is_no_refusal(ErrorCode code, string reason) => Assert.Null(BrokerRefusal.Of(new Error(code, reason, isFatal: false), "b:1"));
}
