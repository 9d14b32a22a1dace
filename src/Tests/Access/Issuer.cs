using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Tests.Access;

/// <summary>A small OpenID Connect issuer over https on loopback: its discovery document and its keys, which a test can change.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _fetches;

    private Issuer(WebApplication app, string certificateFile) => (_app, CertificateFile) = (app, certificateFile);

    /// <summary>The certificate in PEM: who trusts it trusts this server.</summary>
    public string CertificateFile { get; }

    public string Address => _app.Urls.First();

    /// <summary>What the document says who the issuer is.</summary>
    public string Name { get; set; } = TokenMaker.Issuer;

    public bool IsAway { get; set; }

    /// <summary>JSON Web Keys, with their <c>kid</c>.</summary>
    public List<JsonObject> Keys { get; } = [];

    /// <summary>How often the keys were fetched.</summary>
    public int Fetches => Volatile.Read(ref _fetches);

    public static async Task<Issuer> StartAsync()
    {
        var certificate = NewCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        var issuer = new Issuer(builder.Build(), file);
        issuer._app.Run(issuer.AnswerAsync);
        await issuer._app.StartAsync();
        return issuer;
    }

    public static JsonObject PublicKey(string keyId, RSA rsa)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = keyId, ["n"] = Encode(parameters.Modulus!), ["e"] = Encode(parameters.Exponent!) };
    }

    public static JsonObject Secret(string keyId, byte[] secret) => new() { ["kty"] = "oct", ["use"] = "sig", ["kid"] = keyId, ["k"] = Encode(secret) };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(CertificateFile);
    }

    private Task AnswerAsync(HttpContext http)
    {
        http.Response.StatusCode = IsAway ? 500 : 200;
        var path = http.Request.Path.Value!;
        if (path == "/keys") Interlocked.Increment(ref _fetches);
        var answer = path == "/keys"
            ? new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(static key => key.DeepClone())]) }
            : new JsonObject { ["issuer"] = Name, ["jwks_uri"] = $"{Address}/keys" };
        return http.Response.WriteAsync(IsAway ? "" : answer.ToJsonString());
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=issuer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        var (from, until) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        using var certificate = request.CreateSelfSigned(from, until);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
