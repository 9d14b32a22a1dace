using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Described;

/// <summary>What the running server says of itself, and what tests saw of it: each reply must be one that was described.</summary>
internal sealed class DescribedApi
{
    private readonly SchemaCheck _check;
    private readonly List<(string Method, Regex Path, JsonObject Responses)> _replies = [];

    private DescribedApi(JsonObject document)
    {
        (Document, _check) = (document, new SchemaCheck(document));
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            var pattern = new Regex($"^{Regex.Replace(path, @"\{[^/]+\}", "[^/]+")}(\\?.*)?$");
            _replies.AddRange(item!.AsObject().Select(method => (method.Key, pattern, method.Value!["responses"]!.AsObject())));
        }
    }

    public JsonObject Document { get; }

    /// <summary>Which routes were seen to answer with a success.</summary>
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
            var found = _replies.Where(r => r.Method.Equals(method.Method, StringComparison.OrdinalIgnoreCase) && r.Path.IsMatch(path)).ToList();
            if (found is not [var reply, ..])
            {
                Wrong.Add($"{method} {path} is not described.");
                return;
            }

            var response = reply.Responses[(int)answer.Http == 200 ? "200" : "default"]!["content"]!["application/json"]!["schema"]!.AsObject();
            Wrong.AddRange(_check.Wrong(response, answer.Body).Select(wrong => $"{method} {path}: {wrong} in {answer.Body.ToJsonString()}"));
            if ((int)answer.Http == 200) Seen.Add($"{reply.Method} {reply.Path}");
        }
    }

    public IEnumerable<string> Routes => _replies.Select(static r => $"{r.Method} {r.Path}");
}
