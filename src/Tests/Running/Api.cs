using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>An answer of the server: HTTP status and JSON body.</summary>
public sealed record Answer(HttpStatusCode Http, JsonObject Body)
{
    public int StatusCode => (int)Body["statusCode"]!;

    /// <summary>Must be a success.</summary>
    public JsonObject Ok
    {
        get
        {
            Assert.True(Http == HttpStatusCode.OK && StatusCode == 0, $"{(int)Http} {Body.ToJsonString()}");
            return Body;
        }
    }

    /// <summary>Must be a refusal with these statuses: <c>statusMessage</c> beside <c>statusCode</c> and nothing else.</summary>
    public void MustBe(int statusCode, int http)
    {
        Assert.True((StatusCode, (int)Http) == (statusCode, http), $"{(int)Http} {Body.ToJsonString()} instead of {http} with {statusCode}");
        Assert.Equal(["statusCode", "statusMessage"], Body.Select(static p => p.Key));
    }
}

/// <summary>One caller of the REST API: a user with Basic credentials, or a customer with a contact centre's id.</summary>
public sealed class Api : IDisposable
{
    public const string ContactCenterId = "11111111-1111-1111-1111-111111111111";

    /// <summary>Sees every answer that is asked for in this flow.</summary>
    public static AsyncLocal<Action<HttpMethod, string, Answer>?> Watcher { get; } = new();

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    private Api(Uri address, Action<HttpRequestHeaders> identify)
    {
        _http = new HttpClient(new CutAtOnce(new SocketsHttpHandler { CookieContainer = _cookies })) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        identify(_http.DefaultRequestHeaders);
    }

    public static Api User(RunningServer server, string userName, string password = "demo") => User(server.Address, userName, password);

    public static Api User(Uri address, string userName, string password = "demo") => new(
        address, headers => headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"))));

    public static Api Customer(RunningServer server, string contactCenterId = ContactCenterId) => Customer(server.Address, contactCenterId);

    public static Api Customer(Uri address, string contactCenterId) => new(address, headers => headers.Add("ContactCenterId", contactCenterId));

    public static Api Anonymous(RunningServer server) => new(server.Address, static _ => { });

    /// <summary>A user with a bearer token.</summary>
    public static Api Bearer(RunningServer server, string token) => Bearer(server.Address, token);

    public static Api Bearer(Uri address, string token) => new(address, headers =>
    {
        headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        headers.Add("ContactCenterId", ContactCenterId);                // credentials win over it
    });

    /// <summary>A user who logged in once and goes on with the cookie alone, as a browser does.</summary>
    public static async Task<Api> LoggedInAsync(RunningServer server, string userName)
    {
        using var first = User(server, userName);
        using var response = await first._http.GetAsync("/api/v2/me");
        var cookies = string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(static c => c.Split(';')[0]));
        return new Api(server.Address, headers => headers.Add("Cookie", cookies));
    }

    /// <summary>A caller with this one's cookies as they are now, and no password.</summary>
    public Api CookieOnly() => CookieOnly(_http.BaseAddress!);

    /// <summary>The same at another host.</summary>
    public Api CookieOnly(Uri address)
    {
        var copy = new Api(address, static _ => { });
        copy._cookies.Add(_cookies.GetCookies(_http.BaseAddress!));
        return copy;
    }

    /// <summary>This one's cookies as they are now, as a header.</summary>
    public string Cookie => _cookies.GetCookieHeader(_http.BaseAddress!);

    /// <summary>A header that goes with every request.</summary>
    public string Header(string name) => string.Join("; ", _http.DefaultRequestHeaders.GetValues(name));

    public Task<Answer> GetAsync(string path)
    {
        Asked.Get(path);
        return SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
    }

    /// <summary>An operation with its parameters: <c>PostAsync(path, "SendMessage", ("text", "hi"))</c>.</summary>
    public Task<Answer> PostAsync(string path, string operationName, params (string Name, JsonNode? Value)[] parameters) => PostRawAsync(path, Body(operationName, parameters));

    private static string Body(string operationName, (string Name, JsonNode? Value)[] parameters)
    {
        Asked.For(operationName);
        var body = new JsonObject { ["operationName"] = operationName };
        foreach (var (name, value) in parameters)
        {
            body[name] = value?.DeepClone();
        }

        return body.ToJsonString();
    }

    public Task<Answer> PostRawAsync(string path, string body, string mediaType = "application/json", string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return SendAsync(request);
    }

    /// <summary>An operation with an <c>Idempotency-Key</c>.</summary>
    public Task<Answer> PostOnceAsync(string key, string path, string operationName, params (string Name, JsonNode? Value)[] parameters) =>
        PostRawAsync(path, Body(operationName, parameters), key: key);

    public async Task<Answer> SendAsync(HttpRequestMessage request) => (await SendWithHeadersAsync(request)).Answer;

    public async Task<(Answer Answer, HttpResponseHeaders Headers)> SendWithHeadersAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
            var answer = new Answer(response.StatusCode, JsonNode.Parse(text)!.AsObject());
            Watcher.Value?.Invoke(request.Method, request.RequestUri!.IsAbsoluteUri ? request.RequestUri.PathAndQuery : request.RequestUri.OriginalString, answer);
            return (answer, response.Headers);
        }
    }

    /// <summary>A Bayeux request: an array of messages, and the array that came back.</summary>
    public async Task<JsonArray> BayeuxAsync(string suffix, CancellationToken cancellation, params JsonObject[] messages)
    {
        using var content = new StringContent(new JsonArray([.. messages]).ToJsonString(), Encoding.UTF8, "application/json");
        Asked.For("/api/v2/notifications");
        using var response = await _http.PostAsync($"/api/v2/notifications{suffix}", content, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        return response.StatusCode == HttpStatusCode.OK ? JsonNode.Parse(text)!.AsArray() : throw new HttpRequestException($"{(int)response.StatusCode} {text}", null, response.StatusCode);
    }

    /// <summary>An answer outside of the API, as it is.</summary>
    public async Task<(int Http, string Text)> TextAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The body alone.</summary>
    public async Task<string> TextAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }
    }

    /// <summary>The HTTP status alone.</summary>
    public async Task<int> StatusOfAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        return (int)response.StatusCode;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The client does not name a connection that the server's death cut as soon as it was made as it names the others.</summary>
    private sealed class CutAtOnce(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (SocketException error)
            {
                throw new HttpRequestException("The connection was cut.", error);
            }
        }
    }
}
