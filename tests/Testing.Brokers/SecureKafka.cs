using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace PaDeNer.Testing.Brokers;

/// <summary>
/// One real Apache Kafka broker with TLS, SASL and access lists, beside a door without any of it that is for tests alone. Certificates, keys and passwords lie
/// in <see cref="Folder"/>. The user padener may do nothing until he is told.
/// </summary>
public sealed class SecureKafka : IDisposable
{
    public const string User = "padener";
    public const string Password = "correct-horse-battery-staple";

    /// <summary>librdkafka knows it, the names of its .NET client do not.</summary>
    public const ResourceType TransactionalId = (ResourceType)5;

    private readonly DirectoryInfo _folder;

    private SecureKafka(ApacheKafka broker, DirectoryInfo folder, int firstPort)
    {
        (Broker, _folder) = (broker, folder);
        (SaslTls, SaslMutualTls, MutualTls, Sasl) = (Address(firstPort), Address(firstPort + 1), Address(firstPort + 2), Address(firstPort + 3));
    }

    /// <summary>The broker by its open door; whoever comes there may do everything.</summary>
    public ApacheKafka Broker { get; }

    public string Folder => _folder.FullName;

    /// <summary>SASL (SCRAM-SHA-512, PLAIN, OAUTHBEARER) within TLS.</summary>
    public string SaslTls { get; }

    /// <summary>SASL (SCRAM-SHA-512) within TLS, to clients with a certificate only.</summary>
    public string SaslMutualTls { get; }

    /// <summary>TLS, to clients with a certificate, whose name is the user's.</summary>
    public string MutualTls { get; }

    /// <summary>SASL (PLAIN, SCRAM-SHA-512) without TLS.</summary>
    public string Sasl { get; }

    /// <summary>What a daemon needs to be told to log in by the door without TLS.</summary>
    public IReadOnlyList<(string Setting, string Value)> Settings =>
    [
        ("Kafka:BootstrapServers", Sasl),
        ("Kafka:Client:security_protocol", "sasl_plaintext"),
        ("Kafka:Client:sasl_mechanism", "PLAIN"),
        ("Kafka:Client:sasl_username", User),
        ("Kafka:Secrets:sasl_password", Path.Combine(Folder, "password")),
    ];

    public static async Task<SecureKafka> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("padener-secure-");
        new TestCertificates(folder.FullName).Write();
        int first = ApacheKafka.FreePorts(4);
        try
        {
            ApacheKafka broker = await ApacheKafka.StartAsync(port => Properties(folder.FullName, port, first));
            SecureKafka secure = new(broker, folder, first);
            await secure.SetPasswordAsync(Password);
            return secure;
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Gives the user another password for SCRAM, and writes it into the file <c>password</c>.</summary>
    public async Task SetPasswordAsync(string password)
    {
        using IAdminClient admin = Admin();
        await admin.AlterUserScramCredentialsAsync(
        [
            new UserScramCredentialUpsertion
            {
                User = User,
                ScramCredentialInfo = new ScramCredentialInfo { Mechanism = ScramMechanism.ScramSha512, Iterations = 4096 },
                Password = System.Text.Encoding.UTF8.GetBytes(password),
            },
        ]);
        await File.WriteAllTextAsync(Path.Combine(Folder, "password"), password + "\n");
    }

    /// <summary>Takes all rights of all users away and gives them these.</summary>
    public async Task GrantAsync(params IEnumerable<AclRight> rights)
    {
        using IAdminClient admin = Admin();
        List<AclBinding> wanted = [.. rights.Select(static right => new AclBinding
        {
            Pattern = new ResourcePattern { Type = right.Type, Name = right.Name, ResourcePatternType = right.IsPrefix ? ResourcePatternType.Prefixed : ResourcePatternType.Literal },
            Entry = new AccessControlEntry { Principal = "User:" + right.User, Host = "*", Operation = right.Operation, PermissionType = AclPermissionType.Allow },
        })];
        AclBindingFilter all = new()
        {
            PatternFilter = new ResourcePatternFilter { Type = ResourceType.Any, ResourcePatternType = ResourcePatternType.Any },
            EntryFilter = new AccessControlEntryFilter { Operation = AclOperation.Any, PermissionType = AclPermissionType.Any },
        };

        // Who keeps a right has it all the while.
        List<AclBinding> before = (await admin.DescribeAclsAsync(all)).AclBindings;
        if (wanted.Except(before).ToList() is { Count: > 0 } missing)
        {
            await admin.CreateAclsAsync(missing);
        }

        if (before.Except(wanted).Select(static one => one.ToFilter()).ToList() is { Count: > 0 } spare)
        {
            await admin.DeleteAclsAsync(spare);
        }
    }

    /// <summary>A client that may do everything.</summary>
    public IAdminClient Admin() =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker.BootstrapServers }).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();

    public void Dispose()
    {
        Broker.Dispose();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static string[] Properties(string folder, int port, int first)
    {
        string listeners = string.Join(',', $"PLAINTEXT://{Address(port)}", $"SASLTLS://{Address(first)}", $"SASLMTLS://{Address(first + 1)}", $"MTLS://{Address(first + 2)}", $"SASL://{Address(first + 3)}");
        return
        [
            $"listeners={listeners},CONTROLLER://{Address(port + 1)}",
            $"advertised.listeners={listeners}",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASLTLS:SASL_SSL,SASLMTLS:SASL_SSL,MTLS:SSL,SASL:SASL_PLAINTEXT",
            "ssl.keystore.type=PEM",
            $"ssl.keystore.location={folder}/broker.pem",
            "ssl.truststore.type=PEM",
            $"ssl.truststore.location={folder}/ca.pem",
            "listener.name.saslmtls.ssl.client.auth=required",
            "listener.name.mtls.ssl.client.auth=required",
            "ssl.principal.mapping.rules=RULE:^CN=([^,]+)$/$1/,DEFAULT",
            "listener.name.sasltls.sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN,OAUTHBEARER",
            "listener.name.saslmtls.sasl.enabled.mechanisms=SCRAM-SHA-512",
            "listener.name.sasl.sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN",
            .. ((string[])["sasltls", "saslmtls", "sasl"]).Select(static one => $"listener.name.{one}.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;"),
            .. ((string[])["sasltls", "sasl"]).Select(static one => $"listener.name.{one}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_{User}=\"{Password}\";"),
            "listener.name.sasltls.oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\";",
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users=User:ANONYMOUS",
            .. ApacheKafka.Impatient,
        ];
    }
}
