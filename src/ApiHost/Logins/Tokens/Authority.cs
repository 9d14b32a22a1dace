using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace OrleansChat.ApiHost.Logins.Tokens;

/// <summary>
/// The keys of an OpenID Connect issuer, from its discovery document, over https only. They are kept, and fetched again when a token names
/// one that is not there.
/// </summary>
internal sealed class Authority : IDisposable
{
    private const int DocumentBytesMax = 1 << 20;
    private static readonly TimeSpan FetchWait = TimeSpan.FromSeconds(5);

    /// <summary>For tokens that name unknown keys at most this often: whoever sends such by the thousand delays a new key by no more.</summary>
    private static readonly TimeSpan FetchEvery = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { Timeout = FetchWait, MaxResponseContentBufferSize = DocumentBytesMax };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _documents;
    private readonly string _issuer;

    public Authority(string address, string issuer)
    {
        _issuer = issuer;
        _documents = new($"{address.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(_http) { RequireHttps = true }) { RefreshInterval = FetchEvery };
    }

    /// <summary>The issuer's keys; none where the document is another issuer's.</summary>
    /// <exception cref="TimeoutException">The documents cannot be fetched.</exception>
    public async Task<IEnumerable<SecurityKey>> KeysAsync(string keyId, CancellationToken cancellation)
    {
        try
        {
            var document = await _documents.GetConfigurationAsync(cancellation);
            if (document.Issuer == _issuer && document.SigningKeys.All(key => key.KeyId != keyId))
            {
                _documents.RequestRefresh();
                document = await _documents.GetConfigurationAsync(cancellation);
            }

            return document.Issuer == _issuer ? document.SigningKeys : [];
        }
        catch (InvalidOperationException error)
        {
            throw new TimeoutException("The keys of the tokens' issuer cannot be fetched.", error);
        }
    }

    public void Dispose() => _http.Dispose();
}
