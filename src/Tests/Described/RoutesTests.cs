using System.Text.Json.Nodes;
using OrleansChat.Tests.ApiHost;

namespace OrleansChat.Tests.Described;

/// <summary><c>/openapi.json</c> against what is mapped: every route of the API is in it, and nothing else.</summary>
public sealed class RoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    /// <summary>What is there for other programs than clients of the API.</summary>
    private static readonly string[] NotOfTheApi = ["GET /asyncapi.json", "GET /health/live", "GET /health/ready", "GET /openapi.json"];

    /// <summary>Routes that take every method by themselves, and what is described of them.</summary>
    private static readonly Dictionary<string, string> Protocols = new()
    {
        ["ANY /api/v2/me/events"] = "GET /api/v2/me/events",
        ["ANY /api/v2/notifications/{**rest}"] = "POST /api/v2/notifications",
    };

    [Fact]
    public async Task Every_route_is_described_and_nothing_else()
    {
        var document = JsonNode.Parse((await server.GetAsync("", "/openapi.json")).Body)!;
        var described = document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"));
        var mapped = server.Routes.Select(static r => $"{r.Method} {r.Path}").Select(static r => Protocols.GetValueOrDefault(r, r)).Except(NotOfTheApi);
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }
}
