using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Described;

/// <summary><c>/openapi.json</c> and <c>/asyncapi.json</c> against the running server: all of it, nothing else, and as it is said.</summary>
[Collection(OneServer.Name)]
public sealed class OpenApiTests(TeamServer server)
{
    private const string NotThere = "The resource does not have this operation.";

    [Fact]
    public async Task Every_operation_with_its_parameters_is_described_and_no_other()
    {
        var api = await DescribedApi.ReadAsync(server.Server);
        await using var stage = await Stage.OpenAsync(server);
        foreach (var target in stage.Targets.GroupBy(target => Template(target.Path, stage), static target => target.Operations))
        {
            var operations = target.SelectMany(static set => set).DistinctBy(static o => o.Name).ToList();
            var described = Operations(api, target.Key).ToDictionary(static o => o.Name, static o => o.Schema);
            if (target.Key == "/api/v2/chats/{id}")
            {
                // Users and customers: the two sets together are the resource's.
                Assert.Empty(operations.Select(static o => o.Name).Except(described.Keys));
                continue;
            }

            Assert.Equal(operations.Select(static o => o.Name).Order(), described.Keys.Order());
            foreach (var operation in operations)
            {
                var (properties, required) = (described[operation.Name]["properties"]!.AsObject(), described[operation.Name]["required"]!.AsArray().Select(static r => (string)r!));
                Assert.Equal(operation.Parameters.Select(static p => p.Name).Append("operationName").Order(), properties.Select(static p => p.Key).Order());
                var choice = (described[operation.Name]["oneOf"] as JsonArray ?? []).Select(static c => (string)c!["required"]![0]!).ToList();
                Assert.Equal(operation.Parameters.Where(p => p.IsRequired && !choice.Contains(p.Name)).Select(static p => p.Name).Append("operationName").Order(), required.Order());
                Assert.Equal(operation.Parameters.Where(static p => p.Kind == ParameterKind.OneTooMany).Select(static p => p.Name), choice.Skip(1));
            }
        }
    }

    [Fact]
    public async Task What_is_described_is_taken_and_what_is_not_described_is_not()
    {
        var api = await DescribedApi.ReadAsync(server.Server);
        await using var stage = await Stage.OpenAsync(server);
        foreach (var target in stage.Targets)
        {
            var described = Operations(api, Template(target.Path, stage)).Select(static o => o.Name).ToHashSet();
            var all = stage.Targets.SelectMany(static t => t.Operations).Select(static o => o.Name).Distinct();
            var isShared = target.Path.StartsWith("/api/v2/chats/", StringComparison.Ordinal);
            foreach (var name in all.Append("Nonsense").Where(name => !described.Contains(name)))
            {
                var answer = await target.Api.PostAsync(target.Path, name);
                answer.MustBe(2, 400);
                Assert.Equal(NotThere, (string?)answer.Body["statusMessage"]);
            }

            // With a body that is wrong, so that nothing happens: the operation is there.
            foreach (var name in isShared ? [] : described)
            {
                var answer = await target.Api.PostAsync(target.Path, name, ("text", 1), ("channels", 1), ("keys", 1), ("userData", 1), ("nickname", 1), ("supervisorVisibilityMode", 1), ("target", 1));
                Assert.NotEqual(NotThere, (string?)answer.Body["statusMessage"]);
                if (name is "EndContactCenterSession" or "Complete" or "Leave" or "Reject") break;
            }
        }
    }

    [Fact]
    public async Task Good_bodies_fit_their_schema_and_bad_ones_do_not()
    {
        var api = await DescribedApi.ReadAsync(server.Server);
        var check = new SchemaCheck(api.Document);
        var chats = api.Document["paths"]!["/api/v2/me/chats/{id}"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!.AsObject();
        foreach (var operation in OperationCatalogue.OfChats)
        {
            Assert.Empty(check.Wrong(chats, JsonNode.Parse(operation.Body())));
            foreach (var parameter in operation.Parameters)
            {
                var isOneTooMany = parameter.Kind == ParameterKind.OneTooMany;
                Assert.Equal(isOneTooMany, check.Wrong(chats, JsonNode.Parse(operation.Body(parameter.Name, parameter.Kind.Good))).Any());
                Assert.NotEmpty(check.Wrong(chats, JsonNode.Parse(operation.Body(parameter.Name, "[[]]"))));
                if (parameter.IsRequired) Assert.NotEmpty(check.Wrong(chats, JsonNode.Parse(operation.Body(parameter.Name))));
            }
        }
    }

    [Fact]
    public async Task Every_reply_and_every_notification_of_a_busy_hour_fits_its_schema()
    {
        var api = await DescribedApi.ReadAsync(server.Server);
        var told = new List<ServerSentEvent>();
        Api.Watcher.Value = api.Take;
        try
        {
            await BusyHour.PlayAsync(server.NextTeam(), told);
            using var boss = Api.User(server.Server, "boss");
            Assert.NotEmpty((await boss.GetAsync("/api/v2/audit?limit=500")).Ok["records"]!.AsArray());
        }
        finally
        {
            Api.Watcher.Value = null;
        }

        Assert.Empty(api.Wrong);
        var unseen = api.Replies.Where(static r => r.EndsWith(" 200", StringComparison.Ordinal)).Except(api.Seen).ToList();
        Assert.All(unseen, static r => Assert.Matches("notifications|events", r));
        var described = new DescribedNotifications(await DescribedApi.JsonAsync(server.Server, "/asyncapi.json"));
        Assert.Empty(told.SelectMany(described.Wrong));
        Assert.Equal(described.Kinds.Order(), told.Select(DescribedNotifications.KindOf).Distinct().Order());
        foreach (var (schema, property) in DescribedNotifications.Enumerations)
        {
            var seen = told.SelectMany(e => DescribedNotifications.Seen(e.Data, schema, property)).Distinct();
            Assert.Equal($"{schema} {property}: {string.Join(' ', described.Words(schema, property).Order())}", $"{schema} {property}: {string.Join(' ', seen.Order())}");
        }
    }

    [Fact]
    public async Task Every_reference_in_both_documents_leads_somewhere()
    {
        foreach (var path in new[] { "/openapi.json", "/asyncapi.json" })
        {
            var document = await DescribedApi.JsonAsync(server.Server, path);
            foreach (var reference in References(document))
            {
                Assert.True(reference[2..].Split('/').Aggregate((JsonNode?)document, static (node, name) => node?[name]) is not null, $"{path}: {reference} leads nowhere.");
            }
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject properties => properties.SelectMany(static p => p.Key == "$ref" ? [(string)p.Value!] : References(p.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static IEnumerable<(string Name, JsonObject Schema)> Operations(DescribedApi api, string path)
    {
        var schema = api.Document["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
        return schema["discriminator"]!["mapping"]!.AsObject().Select(m => (m.Key, api.Document["components"]!["schemas"]![((string)m.Value!).Split('/')[^1]]!.AsObject()));
    }

    private static string Template(string path, Stage stage) => path
        .Replace($"/users/{stage.Agent.UserId}/chats/{stage.ChatId}", "/users/{userId}/chats/{chatId}", StringComparison.Ordinal)
        .Replace($"/users/{stage.Agent.UserId}/", "/users/{userId}/", StringComparison.Ordinal)
        .Replace(stage.ChatId, "{id}", StringComparison.Ordinal)
        .Replace(stage.Customer.Handle, "{id}", StringComparison.Ordinal)
        .Replace("/channels/chat", "/channels/{channel}", StringComparison.Ordinal);
}
