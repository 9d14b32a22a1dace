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

    /// <summary>While there are no keys at all: so long after a fetch that failed nobody waits for another one.</summary>
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly HttpDocumentRetriever _documents;
    private readonly Lock _lock = new();
    private readonly string _address;
    private readonly string _issuer;
    private readonly TimeProvider _clock;
    private readonly Buckets _fetches;
    private volatile OpenIdConnectConfiguration? _known;
    private DateTimeOffset _fetchedAt;
    private Task? _fetch;

    public Authority(string address, string issuer, TimeProvider clock, HttpMessageHandler? network = null)
    {
        _http = new(network ?? new SocketsHttpHandler()) { Timeout = FetchWait, MaxResponseContentBufferSize = DocumentBytesMax };
        (_address, _issuer, _clock) = ($"{address.TrimEnd('/')}/.well-known/openid-configuration", issuer, clock);
        _documents = new(_http) { RequireHttps = true };
        _fetches = new(FetchesBurst, FetchesPerSecond, clock);
    }

    /// <summary>The issuer's keys; none where the document is another issuer's. Whoever comes while they are fetched waits for that fetch, and not for ever.</summary>
    /// <exception cref="TimeoutException">The documents cannot be fetched, and there are none from before.</exception>
    public async Task<IEnumerable<SecurityKey>> KeysAsync(string keyId, CancellationToken cancellation)
    {
        var (fetch, isOurs) = FetchFor(keyId);
        await WaitAsync(fetch, cancellation);

        // A fetch that was under way before may have read the keys before this one was there.
        if (fetch is not null && !isOurs) await WaitAsync(FetchFor(keyId).Fetch, cancellation);

        var known = _known ?? throw new TimeoutException("The keys of the tokens' issuer cannot be fetched.");
        return known.Issuer == _issuer ? known.SigningKeys : [];
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The fetch that a token with this key must wait for, if any: at most one is under way.</summary>
    private (Task? Fetch, bool IsOurs) FetchFor(string keyId)
    {
        lock (_lock)
        {
            if (!IsFetchDue(keyId)) return (null, false);
            if (_fetch is { IsCompleted: false }) return (_fetch, false);
            if (_known is null ? _clock.GetUtcNow() - _fetchedAt < RestAfterFailure : !_fetches.TryTake(_address)) return (null, false);
            _fetch = FetchAsync();
            return (_fetch, true);
        }
    }

    private bool IsFetchDue(string keyId) =>
        _known is not { } known || _clock.GetUtcNow() - _fetchedAt >= KeptFor || known.SigningKeys.All(key => key.KeyId != keyId);

    private async Task WaitAsync(Task? fetch, CancellationToken cancellation)
    {
        try
        {
            await (fetch ?? Task.CompletedTask).WaitAsync(FetchWait, _clock, cancellation);
        }
        catch (TimeoutException)
        {
            // What is known from before, if anything, holds on.
        }
    }

    /// <summary>For all who wait, so not with the token of one of them. Never throws: without documents in order the keys from before hold on.</summary>
    private async Task FetchAsync()
    {
        OpenIdConnectConfiguration? fetched = null;
        try
        {
            fetched = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, CancellationToken.None);
        }
        catch (Exception)
        {
            // Away, or not in order, in whatever way: asked again when the next fetch is due.
        }

        lock (_lock) (_known, _fetchedAt) = (fetched ?? _known, _clock.GetUtcNow());
    }
}
