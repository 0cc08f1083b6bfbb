using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PaDeNer.Testing.Brokers;

/// <summary>An authority of our own and what it signs, as PEM files in a folder.</summary>
/// <param name="folder">Where they are written.</param>
public sealed class TestCertificates(string folder)
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset To = DateTimeOffset.UtcNow.AddDays(30);

    /// <summary>The name in <c>renewed.pem</c>.</summary>
    public const string Renewed = "padener-renewed";

    /// <summary>
    /// Writes <c>ca.pem</c>, <c>broker.pem</c> (key and certificate), the client's <c>client.pem</c> and <c>client.key</c>, another one of its authority in
    /// <c>renewed.pem</c> and <c>renewed.key</c>, and <c>other-ca.pem</c>, which has signed <c>stranger.pem</c> alone.
    /// </summary>
    public void Write()
    {
        using X509Certificate2 authority = Authority("padener test authority");
        File.WriteAllText(Path("ca.pem"), authority.ExportCertificatePem());
        using X509Certificate2 other = Authority("another authority");
        File.WriteAllText(Path("other-ca.pem"), other.ExportCertificatePem());
        (string key, string certificate) = Signed(authority, "broker");
        File.WriteAllText(Path("broker.pem"), key + "\n" + certificate + "\n" + authority.ExportCertificatePem());
        WriteClient(authority, "padener");
        WriteClient(authority, Renewed, "renewed");
        WriteClient(other, "stranger", "stranger");
    }

    public string Path(string file) => System.IO.Path.Combine(folder, file);

    private void WriteClient(X509Certificate2 authority, string name, string file = "client")
    {
        (string key, string certificate) = Signed(authority, name);
        File.WriteAllText(Path(file + ".key"), key);
        File.WriteAllText(Path(file + ".pem"), certificate);
    }

    private static X509Certificate2 Authority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(From, To);
    }

    private static (string Key, string Certificate) Signed(X509Certificate2 authority, string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=" + name, key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using X509Certificate2 certificate = request.Create(authority, From.AddMinutes(1), To.AddMinutes(-1), RandomNumberGenerator.GetBytes(8));
        return (key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem());
    }
}
