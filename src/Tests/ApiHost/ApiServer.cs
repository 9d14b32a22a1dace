using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Hosting;
using OrleansChat.ApiHost.Notifications;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.ApiHost;

/// <summary>The API over HTTP with fake grains and the demonstration people; and what tests say to it.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    public const string ChatId = "0001DA9PFC93000S";
    public const string Handle = "652492d9-1111-4222-8333-444455556666";

    private readonly string _keys = Directory.CreateTempSubdirectory("orleanschat-keys").FullName;
    private WebApplication _app = null!;

    public FakeGrains Grains { get; } = FakeGrains.New();

    /// <summary>The store, as far as readiness asks it.</summary>
    public FakeStore Store { get; } = new();

    public string Address { get; private set; } = "";

    /// <summary>Every route that the server has, with the operations that it takes.</summary>
    internal IEnumerable<(string Method, string Path, IReadOnlyCollection<string> Operations)> Routes =>
        from route in _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        let taken = route.Metadata.GetOrderedMetadata<TakenOperations>().SelectMany(set => set.Find(_app.Services).Keys)
        select (method, $"/{route.RoutePattern.RawText!.TrimStart('/')}", (IReadOnlyCollection<string>)[.. taken.Distinct()]);

    public static string UserId(string userName) => PeopleDirectory.UserIdOf(DemoPeople.ContactCenterId, userName);

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Access:AllowedOrigins:0"] = "https://desk.example" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IReadinessProbe>(Store);
        builder.Services.AddSingleton(Grains.Cluster).AddSingleton<IGrainFactory>(Grains.Cluster);
        builder.AddOrleansChatApi(_keys);
        builder.Services.Remove(builder.Services.Single(static s => s.ImplementationType == typeof(HostDeliveries)));     // there is no stream
        _app = builder.Build();
        _app.MapOrleansChatApi();
        await _app.StartAsync();
        Address = _app.Urls.First();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    /// <summary>Forgets what the last test said and saw.</summary>
    public void Reset()
    {
        Grains.Calls.Clear();
        Grains.Answers.Clear();
    }

    public HttpClient Client() => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(Address) };

    /// <summary>Sends as a user (name), as a customer ("customer") or as nobody ("").</summary>
    public async Task<Answer> SendAsync(string who, HttpMethod method, string path, string? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (who == "customer")
        {
            request.Headers.Add("ContactCenterId", DemoPeople.ContactCenterId);
        }
        else if (who.Length > 0)
        {
            request.Headers.Authorization = Basic(who, DemoPeople.Password);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        change?.Invoke(request);
        using var client = Client();
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text, response.Headers, response.Content.Headers);
    }

    public Task<Answer> PostAsync(string who, string path, string body, Action<HttpRequestMessage>? change = null) => SendAsync(who, HttpMethod.Post, path, body, change);

    public Task<Answer> GetAsync(string who, string path, Action<HttpRequestMessage>? change = null)
    {
        Asked.Get(path);
        return SendAsync(who, HttpMethod.Get, path, null, change);
    }

    public static AuthenticationHeaderValue Basic(string userName, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));
}

/// <summary>A store that can be away.</summary>
public sealed class FakeStore : IReadinessProbe
{
    /// <summary>What asking it throws; <see langword="null"/>: it is there.</summary>
    public Exception? Away { get; set; }

    public Task CheckAsync(CancellationToken cancellation) => Away is null ? Task.CompletedTask : Task.FromException(Away);
}

/// <summary>What came back.</summary>
public sealed record Answer(int Http, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public int StatusCode => Json.GetProperty("statusCode").GetInt32();

    /// <summary>Every answer under /api/v2 is one; a failure says nothing but its message.</summary>
    public void IsEnvelope()
    {
        Assert.Equal("application/json", ContentHeaders.ContentType?.MediaType);
        if (StatusCode is not (0 or 7))
        {
            Assert.Equal(["statusCode", "statusMessage"], Json.EnumerateObject().Select(static p => p.Name).Order(StringComparer.Ordinal));
        }
    }

    public void Is(int http, int statusCode)
    {
        Assert.True((http, statusCode) == (Http, StatusCode), $"Expected {http} with {statusCode}, not {Http} with {Body}");
        IsEnvelope();
    }
}
