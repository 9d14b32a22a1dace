using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Described;

/// <summary>What the running server says of itself, and what tests saw of it: each reply must be one that was described.</summary>
internal sealed class DescribedApi
{
    private readonly SchemaCheck _check;
    private readonly List<(string Method, string Path, Regex Pattern, JsonObject Responses)> _replies = [];

    private DescribedApi(JsonObject document)
    {
        (Document, _check) = (document, new SchemaCheck(document));
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            var pattern = new Regex($"^{Regex.Replace(path, @"\{[^/]+\}", "[^/]+")}(\\?.*)?$");
            _replies.AddRange(item!.AsObject().Select(method => (method.Key, path, pattern, method.Value!["responses"]!.AsObject())));
        }
    }

    public JsonObject Document { get; }

    /// <summary>Which routes were seen to answer with which HTTP statuses: <c>get /api/v2/me 200</c>.</summary>
    public HashSet<string> Seen { get; } = [];

    public List<string> Wrong { get; } = [];

    public static async Task<DescribedApi> ReadAsync(RunningServer server) => new(await JsonAsync(server, "/openapi.json"));

    public static async Task<JsonObject> JsonAsync(RunningServer server, string path)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var response = await http.GetAsync(path);
        Assert.Equal(("application/json", 200), (response.Content.Headers.ContentType?.MediaType, (int)response.StatusCode));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    public void Take(HttpMethod method, string path, Answer answer)
    {
        lock (Wrong)
        {
            var found = _replies.Where(r => r.Method.Equals(method.Method, StringComparison.OrdinalIgnoreCase) && r.Pattern.IsMatch(path)).ToList();
            if (found is not [var reply, ..])
            {
                Wrong.Add($"{method} {path} is not described.");
                return;
            }

            if (reply.Responses[$"{(int)answer.Http}"]?.AsObject() is not { } how)
            {
                Wrong.Add($"{method} {path}: {(int)answer.Http} is not described.");
                return;
            }

            var response = Followed(how)["content"]!["application/json"]!["schema"]!.AsObject();
            Wrong.AddRange(_check.Wrong(response, answer.Body).Select(wrong => $"{method} {path}: {wrong} in {answer.Body.ToJsonString()}"));
            Seen.Add($"{reply.Method} {reply.Path} {(int)answer.Http}");
        }
    }

    /// <summary>Nothing that was seen since the last time is otherwise than it is described.</summary>
    public void MustBeRight()
    {
        lock (Wrong)
        {
            var wrong = Wrong.ToList();
            Wrong.Clear();
            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        }
    }

    public IEnumerable<(string Method, string Path)> Routes => _replies.Select(static r => (r.Method, r.Path));

    /// <summary>Which of them a request goes to: <c>post /api/v2/me/chats/{id}</c>.</summary>
    public string RouteOf(string method, string path) => _replies.Where(r => r.Method == method && r.Pattern.IsMatch(path)).Select(static r => $"{r.Method} {r.Path}").First();

    /// <summary>What is described, in the same words.</summary>
    public IEnumerable<string> Replies => _replies.SelectMany(static r => r.Responses.Select(status => $"{r.Method} {r.Path} {status.Key}"));

    /// <summary>The names of the request headers that are described for a route.</summary>
    public IEnumerable<string> Headers(string method, string path) =>
        (Document["paths"]![path]![method]!["parameters"] as JsonArray ?? []).Where(static p => (string?)p!["in"] == "header").Select(static p => (string)p!["name"]!);

    private JsonObject Followed(JsonObject response) =>
        (string?)response["$ref"] is { } reference ? reference[2..].Split('/').Aggregate((JsonNode?)Document, static (node, name) => node?[name])!.AsObject() : response;
}
