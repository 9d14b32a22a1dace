using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Customers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.ApiHost.Settings;

namespace OrleansChat.ApiHost.Documents;

/// <summary>
/// The headers that a route reads, besides those that carry credentials, and those that it writes. Each follows from what makes the server read it: who
/// may call, whether the route takes operations, whether CSRF tokens are asked for.
/// </summary>
internal sealed class HeaderParameters(AccessSettings access)
{
    public IEnumerable<JsonNode> Read(RouteEndpoint route, string method, IReadOnlyList<string> callers)
    {
        if (callers.Contains("customer"))
        {
            var uuid = new JsonObject { ["type"] = "string", ["format"] = "uuid" };
            yield return Header(CustomerIdentity.Header, uuid, "The contact centre that a customer turns to; credentials win over it.");
        }

        if (route.Metadata.GetMetadata<TakenOperations>() is not null)
        {
            var key = new JsonObject { ["type"] = "string", ["pattern"] = IdempotencyKey.Pattern };
            yield return Header(IdempotencyKey.Header, key, "The same request again gets the first success again and does nothing; another one with the same key is refused.");
        }

        foreach (var token in CsrfToken(method))
        {
            yield return token;
        }
    }

    public IEnumerable<JsonNode> Read(OtherProtocol other) =>
    [
        .. other.Headers.Select(static name => Header(name, new JsonObject { ["type"] = "string" }, "The id of the last event that was read: the stream goes on after it.")),
        .. CsrfToken(other.Method),
    ];

    private IEnumerable<JsonNode> CsrfToken(string method) => access.CsrfProtection && Csrf.AsksOf(method)
        ? [Header(Csrf.TokenName, new JsonObject { ["type"] = "string" }, "Required of what comes by cookie alone; GET /me gives it.")]
        : [];

    /// <summary>Of a success; <see langword="null"/>: none.</summary>
    public JsonObject? Written(string path, string method) => !access.CsrfProtection || !Csrf.IsOffered(path, method) ? null : new JsonObject
    {
        [Csrf.HeaderName] = new JsonObject { ["schema"] = new JsonObject { ["const"] = Csrf.TokenName } },
        [Csrf.TokenName] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
    };

    private static JsonObject Header(string name, JsonObject schema, string description) =>
        new() { ["name"] = name, ["in"] = "header", ["description"] = description, ["schema"] = schema };
}
