using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OrleansChat.ApiHost.Throttling;

namespace OrleansChat.ApiHost.Logins.Tokens;

/// <summary>
/// The keys of an OpenID Connect issuer, from its discovery document, over https only. They are kept, and fetched again when a token names
/// one that is not there: that token waits for them.
/// </summary>
internal sealed class Authority : IDisposable
{
    private const int DocumentBytesMax = 1 << 20;
    private static readonly TimeSpan FetchWait = TimeSpan.FromSeconds(5);

    /// <summary>Fetches in a row for tokens that name unknown keys; then one in half a minute: whoever sends such by the thousand delays a new key by no more.</summary>
    private const int FetchesBurst = 5;

    private const double FetchesPerSecond = 1 / 30.0;

    /// <summary>A key that the issuer withdraws is worth nothing after this time.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly HttpClient _http = new() { Timeout = FetchWait, MaxResponseContentBufferSize = DocumentBytesMax };
    private readonly HttpDocumentRetriever _documents;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _address;
    private readonly string _issuer;
    private readonly TimeProvider _clock;
    private readonly Buckets _fetches;
    private OpenIdConnectConfiguration? _known;
    private DateTimeOffset _fetchedAt;

    public Authority(string address, string issuer, TimeProvider clock)
    {
        (_address, _issuer, _clock) = ($"{address.TrimEnd('/')}/.well-known/openid-configuration", issuer, clock);
        _documents = new(_http) { RequireHttps = true };
        _fetches = new(FetchesBurst, FetchesPerSecond, clock);
    }

    /// <summary>The issuer's keys; none where the document is another issuer's.</summary>
    /// <exception cref="TimeoutException">The documents cannot be fetched, and there are none from before.</exception>
    public async Task<IEnumerable<SecurityKey>> KeysAsync(string keyId, CancellationToken cancellation)
    {
        if (IsFetchDue(keyId))
        {
            await _turn.WaitAsync(cancellation);
            try
            {
                if (IsFetchDue(keyId) && (_known is null || _fetches.TryTake(_address)))
                {
                    await FetchAsync();
                }
            }
            finally
            {
                _turn.Release();
            }
        }

        return _known!.Issuer == _issuer ? _known.SigningKeys : [];
    }

    public void Dispose()
    {
        _turn.Dispose();
        _http.Dispose();
    }

    private bool IsFetchDue(string keyId) =>
        _known is not { } known || _clock.GetUtcNow() - _fetchedAt >= KeptFor || known.SigningKeys.All(key => key.KeyId != keyId);

    /// <summary>For all who wait, so not with the token of one of them. Without an answer the keys from before hold on.</summary>
    private async Task FetchAsync()
    {
        try
        {
            _known = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, CancellationToken.None);
        }
        catch (Exception error) when (_known is null)
        {
            throw new TimeoutException("The keys of the tokens' issuer cannot be fetched.", error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException or ArgumentException or InvalidOperationException)
        {
            // Away, or not in order: asked again when the next fetch is due.
        }

        _fetchedAt = _clock.GetUtcNow();
    }
}
