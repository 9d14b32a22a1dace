using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Diagnostics;
using OrleansChat.ApiHost.Operations;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Hosting.Settings;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Documents;

/// <summary>
/// OpenAPI 3.1 of the REST API, made of the routes and of the operations that they take: what the server knows is in it, and nothing else. Only
/// the schemas of replies are written by hand.
/// </summary>
internal sealed class OpenApiDocument(EndpointDataSource routes, IServiceProvider services, LimitSettings limits)
{
    private readonly HeaderParameters _headers = new(services.GetRequiredService<AccessSettings>());

    private static readonly JsonObject Security = new()
    {
        ["basic"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic" },
        ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
        ["cookie"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "JSESSIONID" },
        ["customer"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "ContactCenterId" },
    };

    public JsonObject Build()
    {
        var schemas = Schemas.All();
        var paths = new JsonObject();
        foreach (var route in routes.Endpoints.OfType<RouteEndpoint>().Where(static r => r.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null))
        {
            Describe(route, paths, schemas);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "OrleansChat", ["version"] = DiagnosticsEndpoints.Version, ["description"] = "Every answer carries statusCode; 0 is success, 7 a partial one." },
            ["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema",
            ["paths"] = paths,
            ["components"] = new JsonObject { ["securitySchemes"] = Security.DeepClone(), ["responses"] = RefusalResponses.Components(), ["schemas"] = schemas },
        };
    }

    private void Describe(RouteEndpoint route, JsonObject paths, JsonObject schemas)
    {
        var path = $"/{route.RoutePattern.RawText?.TrimStart('/')}";
        if (route.Metadata.GetMetadata<OtherProtocol>() is { } other)
        {
            Item(paths, other.Path)[other.Method] = Other(other);
        }
        else if (path.StartsWith(Uris.Prefix, StringComparison.Ordinal) && route.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods: [var method] })
        {
            Item(paths, path)[Lower(method)] = Rest(route, path, method, schemas);
        }
    }

    private JsonObject Rest(RouteEndpoint route, string path, string method, JsonObject schemas)
    {
        var callers = route.Metadata.GetMetadata<Callers>()?.Who ?? ["user"];
        var reply = route.Metadata.GetMetadata<ReplySchema>()?.Name ?? "Reply";
        var described = new JsonObject
        {
            ["operationId"] = $"{Lower(method)}{string.Concat(path[Uris.Prefix.Length..].Split('/', '{', '}').Select(static part => part.Length > 0 ? char.ToUpperInvariant(part[0]) + part[1..] : ""))}",
            ["security"] = new JsonArray([.. Needs(callers)]),
            ["parameters"] = new JsonArray([.. PathParameters(route), .. QueryParameters(route), .. _headers.Read(route, method, callers)]),
            ["responses"] = Responses("application/json", reply, _headers.Written(path, method), RefusalResponses.Of(route, method, callers)),
        };
        var taken = route.Metadata.GetOrderedMetadata<TakenOperations>().SelectMany(taken => taken.Find(services))
            .GroupBy(static o => o.Key, static o => o.Value, StringComparer.Ordinal).ToList();
        if (taken.Count > 0)
        {
            described["requestBody"] = Body(path, taken, schemas);
        }

        return described;
    }

    private JsonObject Body(string path, List<IGrouping<string, Action<Parameters>>> operations, JsonObject schemas)
    {
        var (oneOf, mapping) = (new JsonArray(), new JsonObject());
        foreach (var operation in operations)
        {
            var name = $"{path[(Uris.Prefix.Length + 1)..].Replace("/", ".", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)}.{operation.Key}";
            schemas[name] = OperationSchema.Of(operation.Key, [.. operation.Select(read => ParameterNotes.Of(read, limits))], limits);
            oneOf.Add(Schemas.Reference(name));
            mapping[operation.Key] = $"#/components/schemas/{name}";
        }

        var schema = new JsonObject { ["oneOf"] = oneOf, ["discriminator"] = new JsonObject { ["propertyName"] = "operationName", ["mapping"] = mapping } };
        return new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } };
    }

    private JsonObject Other(OtherProtocol other) => new()
    {
        ["operationId"] = $"{other.Method}{other.MediaType.Replace("/", "-", StringComparison.Ordinal)}",
        ["security"] = new JsonArray([.. Needs(["user"])]),
        ["parameters"] = new JsonArray([.. _headers.Read(other)]),
        ["responses"] = Responses(other.MediaType, other.Schema, null, RefusalResponses.Of(other)),
    };

    /// <summary>The success, and each way to be refused, in which nothing changed.</summary>
    private static JsonObject Responses(string mediaType, string schema, JsonObject? headers, IEnumerable<KeyValuePair<string, JsonNode?>> refusals)
    {
        var done = new JsonObject { ["description"] = "Done.", ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = Schemas.Reference(schema) } } };
        if (headers is not null)
        {
            done["headers"] = headers;
        }

        return new JsonObject([KeyValuePair.Create("200", (JsonNode?)done), .. refusals]);
    }

    private static IEnumerable<JsonNode> Needs(IReadOnlyList<string> callers) => callers.SelectMany(static who => who switch
    {
        "user" => ["basic", "bearer", "cookie"],
        "customer" => (string[])["customer"],
        _ => [],
    }).Select(static scheme => new JsonObject { [scheme] = new JsonArray() });

    private static IEnumerable<JsonNode> PathParameters(RouteEndpoint route) => route.RoutePattern.Parameters.Select(static p =>
        new JsonObject { ["name"] = p.Name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } });

    private static IEnumerable<JsonNode> QueryParameters(RouteEndpoint route) => (route.Metadata.GetMetadata<QueryNames>()?.Names ?? []).Select(static name =>
        new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } });

    private static JsonObject Item(JsonObject paths, string path) => (JsonObject)(paths[path] ??= new JsonObject());

#pragma warning disable CA1308 // OpenAPI writes methods in lower case
    private static string Lower(string method) => method.ToLowerInvariant();
#pragma warning restore CA1308
}
