using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Logins.Tokens;
using OrleansChat.Tests.Time;

namespace OrleansChat.Tests.Access;

/// <summary>How often and how long an issuer is asked while nothing is known of it: tokens that anybody can invent must not delay those in order.</summary>
public sealed class AuthorityFetchTests : IDisposable
{
    private const string Address = "https://issuer.example";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeClock _clock = new();
    private readonly Network _network = new();
    private readonly Authority _authority;

    public AuthorityFetchTests() => _authority = new(Address, Address, _clock, _network);

    [Fact]
    public async Task All_who_wait_share_one_fetch_and_its_keys()
    {
        var all = Enumerable.Range(0, 50).Select(_ => KeysAsync("one")).ToList();
        Assert.DoesNotContain(all, static keys => keys.IsCompleted);
        _network.Answer("one");
        Assert.All(await Task.WhenAll(all).WaitAsync(Patience), static keys => Assert.Equal("one", keys));
        Assert.Equal(1, _network.Fetches);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{ no JSON")]
    [InlineData("[1]")]
    [InlineData("{\"jwks_uri\":7}")]
    public async Task After_a_failure_nobody_waits_until_the_rest_is_over(string? document)
    {
        var waiting = Enumerable.Range(0, 50).Select(number => KeysAsync($"unknown{number}")).ToList();
        _network.AnswerRaw(document);
        foreach (var keys in waiting) await Assert.ThrowsAsync<TimeoutException>(() => keys.WaitAsync(Patience));
        for (var number = 0; number < 50; number++)
        {
            var next = KeysAsync($"more{number}");
            Assert.True(next.IsCompleted);
            await Assert.ThrowsAsync<TimeoutException>(() => next);
        }

        Assert.Equal(1, _network.Fetches);
        _clock.Advance(TimeSpan.FromSeconds(2));
        var after = KeysAsync("one");
        _network.Answer("one");
        Assert.Equal("one", await after.WaitAsync(Patience));
    }

    [Fact]
    public async Task The_wait_for_an_issuer_that_says_nothing_is_bounded()
    {
        var waiting = KeysAsync("one");
        _clock.Advance(TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(5));                           // nobody waits more than twice, for a fetch under way and for one's own
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(Patience));
        Assert.Equal(1, _network.Fetches);
    }

    [Fact]
    public async Task What_is_known_holds_on_through_a_document_that_is_not_in_order()
    {
        var first = KeysAsync("one");
        _network.Answer("one");
        Assert.Equal("one", await first.WaitAsync(Patience));
        var unknown = KeysAsync("two");
        _network.AnswerRaw("{ no JSON");
        Assert.Equal("one", await unknown.WaitAsync(Patience));
        Assert.Equal("one", await KeysAsync("one").WaitAsync(Patience));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _network.Dispose();
    }

    private async Task<string> KeysAsync(string keyId) => string.Join(' ', (await _authority.KeysAsync(keyId, CancellationToken.None)).Select(static key => key.KeyId));

    /// <summary>The issuer's side: the discovery document waits for the test, the keys come at once.</summary>
    private sealed class Network : HttpMessageHandler
    {
        private readonly Queue<TaskCompletionSource<string?>> _asked = new();
        private string _keys = "";

        /// <summary>How often the discovery document was asked for.</summary>
        public int Fetches { get; private set; }

        public void Answer(string keyId)
        {
            using var rsa = RSA.Create(2_048);
            _keys = new JsonObject { ["keys"] = new JsonArray(Issuer.PublicKey(keyId, rsa)) }.ToJsonString();
            AnswerRaw(new JsonObject { ["issuer"] = Address, ["jwks_uri"] = $"{Address}/keys" }.ToJsonString());
        }

        /// <summary>Answers what was asked; <see langword="null"/>: with 500.</summary>
        public void AnswerRaw(string? document) => _asked.Dequeue().SetResult(document);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/keys") return new(HttpStatusCode.OK) { Content = new StringContent(_keys) };
            Fetches++;
            var asked = new TaskCompletionSource<string?>();
            _asked.Enqueue(asked);
            return await asked.Task is { } document ? new(HttpStatusCode.OK) { Content = new StringContent(document) } : new(HttpStatusCode.InternalServerError);
        }
    }
}
