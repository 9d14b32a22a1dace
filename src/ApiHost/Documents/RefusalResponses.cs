using System.Globalization;
using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Answers;

namespace OrleansChat.ApiHost.Documents;

/// <summary>
/// With which HTTP statuses a route refuses, and which status codes go with each. Most follow from the route: who may call, what it takes, whether its
/// path names something. What a route says by itself (<see cref="Described.Refuses"/>), a test holds against the server.
/// </summary>
internal static class RefusalResponses
{
    /// <summary>What any request can meet: too many of them, a defect, a store that is away.</summary>
    private static readonly int[] Always = [StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable];

    private static readonly int[] OfBodies = [StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];

    private static readonly (int Http, WireStatus[] Codes, string Description)[] All =
    [
        (StatusCodes.Status400BadRequest, [], "A parameter is missing, bad or over a limit, or the operation is not possible now."),
        (StatusCodes.Status401Unauthorized, [], "Not logged in."),
        (StatusCodes.Status403Forbidden, [], "Not allowed, or not to somebody with this role."),
        (StatusCodes.Status404NotFound, [], "Not there, or not the caller's."),
        (StatusCodes.Status406NotAcceptable, [WireStatus.ParameterInvalid], "The client does not accept the media type."),
        (StatusCodes.Status413PayloadTooLarge, [WireStatus.OverLimit], "The body is too large."),
        (StatusCodes.Status415UnsupportedMediaType, [WireStatus.ParameterInvalid], "The body is not application/json."),
        (StatusCodes.Status429TooManyRequests, [WireStatus.Unavailable], "Too many requests; Retry-After says when to come back."),
        (StatusCodes.Status500InternalServerError, [], "A defect of the server."),
        (StatusCodes.Status503ServiceUnavailable, [], "The store or the cluster cannot be reached; a retry is safe."),
    ];

    /// <summary>The responses that routes refer to, by HTTP status.</summary>
    public static JsonObject Components() => new(All.Select(static r => KeyValuePair.Create(Name(r.Http), (JsonNode?)Response(r.Http, r.Codes, r.Description))));

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Of(RouteEndpoint route, string method, IReadOnlyList<string> callers)
    {
        IEnumerable<int> statuses =
        [
            .. callers.Count > 0 ? [StatusCodes.Status401Unauthorized] : Array.Empty<int>(),
            .. callers.Contains("user") && !HttpMethods.IsGet(method) ? [StatusCodes.Status403Forbidden] : Array.Empty<int>(),
            .. route.RoutePattern.Parameters.Count > 0 ? [StatusCodes.Status404NotFound] : Array.Empty<int>(),
            .. route.Metadata.GetMetadata<TakenOperations>() is not null ? OfBodies : [],
            .. route.Metadata.GetMetadata<FurtherRefusals>()?.HttpStatuses ?? [],
            .. Always,
        ];
        return References(statuses);
    }

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Of(OtherProtocol other) => References([.. other.Refusals, .. Always]);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> References(IEnumerable<int> statuses) => statuses.Distinct().Order()
        .Select(static http => KeyValuePair.Create(Name(http), (JsonNode?)new JsonObject { ["$ref"] = $"#/components/responses/{Name(http)}" }));

    /// <summary>Codes whose usual status this is, where the status does not say by itself which code goes with it.</summary>
    private static JsonObject Response(int http, WireStatus[] codes, string description)
    {
        var all = codes.Length > 0 ? codes : [.. Enum.GetValues<WireStatus>().Where(code => HttpStatus.Of(code) == http)];
        var schema = Schemas.Reference("Refusal");
        schema["properties"] = new JsonObject { ["statusCode"] = new JsonObject { ["enum"] = new JsonArray([.. all.Select(static code => JsonValue.Create((int)code))]) } };
        var response = new JsonObject
        {
            ["description"] = description,
            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
        };
        if (http is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            var seconds = new JsonObject { ["type"] = "integer", ["minimum"] = 1 };
            response["headers"] = new JsonObject { ["Retry-After"] = new JsonObject { ["description"] = "Seconds.", ["schema"] = seconds } };
        }

        return response;
    }

    private static string Name(int http) => http.ToString(CultureInfo.InvariantCulture);
}
