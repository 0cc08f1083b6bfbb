using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>What a client reports about brokers that let nobody in -> one sentence for people. Pure.</summary>
internal static class BrokerRefusal
{
    /// <summary>What is wrong and what to do; null where it may pass by itself, or is no refusal.</summary>
    /// <param name="error">What the client reported.</param>
    /// <param name="brokers">Where.</param>
    public static string? Of(Error error, string brokers) => error.Code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => Credentials(error.Reason, brokers),
        ErrorCode.UnsupportedSaslMechanism => Mechanism(brokers),
        ErrorCode.Local_Ssl or ErrorCode.Local_Transport => Tls(error.Reason, brokers),
        _ => null,
    };

    private static string? Credentials(string reason, string brokers) =>
        Says(reason, "nsupported") ? Mechanism(brokers)
        : Says(reason, "invalid credentials", "Authentication failed", "invalid_token") ? $"The brokers at {brokers} refuse our credentials: check sasl.username and sasl.password (Kafka:Client, Kafka:Secrets), and sasl.mechanism."
        : null;

    private static string Mechanism(string brokers) => $"The brokers at {brokers} do not take our way of logging in: set sasl.mechanism to one that they have enabled (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER, GSSAPI).";

    private static string? Tls(string reason, string brokers) =>
        Says(reason, "certificate verify failed") && Says(reason, "hostname mismatch", "IP address mismatch")
            ? $"The certificate of the brokers at {brokers} is for other names: name them in Kafka:BootstrapServers as the certificate does."
        : Says(reason, "certificate verify failed") ? $"The certificate of the brokers at {brokers} is signed by nobody we know: set ssl.ca.location (Kafka:Client) to the certificate of their authority."
        : Says(reason, "alert certificate required", "alert bad certificate", "alert unknown ca", "alert certificate unknown", "alert certificate expired", "alert handshake failure")
            ? $"The brokers at {brokers} want a certificate of ours that they know: check ssl.certificate.location and ssl.key.location (Kafka:Client)."
        : Says(reason, "connecting to a PLAINTEXT broker listener") ? $"The brokers at {brokers} do not speak TLS on this port: name another port, or set security.protocol (Kafka:Client) to plaintext or sasl_plaintext."
        : Says(reason, "connecting to a SSL listener", "connecting to a SASL listener", "incorrect security.protocol") ? $"The brokers at {brokers} hang up at once: set security.protocol (Kafka:Client) to what this port speaks, ssl or sasl_ssl."
        : null;

    private static bool Says(string reason, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (reason.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
