using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.ApiHost;

/// <summary>What every operation takes as it is, and what none of them takes at all.</summary>
public sealed partial class EveryOperationTests(ApiServer server) : IClassFixture<ApiServer>
{
    /// <summary>What the server alone decides. None of these is a parameter of an operation that the test adds it to.</summary>
    private static readonly JsonObject Own = new()
    {
        ["id"] = "0000000000000000", ["chatId"] = "0000000000000000", ["index"] = 1, ["lastIndex"] = -1, ["type"] = "ParticipantLeft", ["kind"] = 0, ["state"] = "Completed", ["phase"] = "Ended",
        ["from"] = new JsonObject { ["nickname"] = "admin", ["type"] = "Customer" }, ["participantId"] = "0", ["participants"] = new JsonArray(), ["tenantId"] = "2", ["tenantName"] = "Other",
        ["contactCenterId"] = "22222222-2222-2222-2222-222222222222", ["ContactCenterId"] = "22222222-2222-2222-2222-222222222222", ["visibility"] = "Supervisors", ["effectiveVisibility"] = "All",
        ["timestamp"] = "1970-01-01 00:00:00.000+0000", ["timestampSeconds"] = 0, ["at"] = 0, ["now"] = 0, ["role"] = "Supervisor", ["roles"] = new JsonArray("admin"), ["isSupervisor"] = true, ["isAdmin"] = true,
        ["isSystem"] = true, ["userId"] = "0", ["user"] = new JsonObject { ["id"] = "0" }, ["userName"] = "boss", ["supervisorMode"] = "BargeIn", ["supervisor"] = "0", ["agentId"] = "0", ["mode"] = "BargeIn",
        ["scope"] = "AllChats", ["referenceId"] = -1, ["capabilities"] = new JsonArray("Complete"), ["version"] = 1, ["handle"] = "0", ["handleHash"] = "0", ["secureKey"] = "0", ["key"] = "k", ["idempotencyKey"] = "k",
        ["isReachable"] = true, ["isKnown"] = true, ["statusCode"] = 0, ["ext"] = new JsonObject(), ["$type"] = "System.Object", ["__proto__"] = new JsonObject { ["role"] = "admin" },
    };

    public static TheoryData<string, string> Operations
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var (_, path, row) in EveryOperation.All) all.Add(path, row.Name);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task What_looks_odd_is_taken_up_to_the_limits(string path, string operation)
    {
        var (who, _, row) = Find(path, operation);
        foreach (var (parameter, value) in row.Parameters.SelectMany(static p => p.Kind.Odd.Select(value => (p.Name, value))))
        {
            if (operation == "RequestChat" && parameter == "userData" && value.Length > 1_000) continue;      // the subject is user data too
            var answer = await server.PostAsync(who, path, EveryOperation.Body(row, parameter, value).ToJsonString());
            Assert.True(answer is { Http: 200, StatusCode: 0 }, $"{operation} {parameter} {value[..Math.Min(value.Length, 80)]}: {answer.Body}");
        }
    }

    /// <summary>The grains hear the same, to the letter, and the answer is the same.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public async Task What_is_the_servers_own_to_say_changes_nothing(string path, string operation)
    {
        var (who, _, row) = Find(path, operation);
        var plain = await TellingAsync(who, path, EveryOperation.Body(row));
        Assert.Empty(row.Parameters.Select(static p => p.Name).Intersect(Own.Select(static own => own.Key)));
        var greedy = EveryOperation.Body(row);
        foreach (var (name, value) in Own) greedy[name] = value?.DeepClone();
        Assert.Equal(plain, await TellingAsync(who, path, greedy));
    }

    /// <summary>What the grains were told, and what was answered. A new chat has a handle that is drawn: with a key it follows from the key.</summary>
    private async Task<string> TellingAsync(string who, string path, JsonObject body)
    {
        server.Reset();
        server.Grains.Arguments.Clear();
        var answer = await server.PostAsync(who, path, body.ToJsonString());
        Assert.True(answer is { Http: 200, StatusCode: 0 }, answer.Body);
        var drawn = (string?)JsonNode.Parse(answer.Body)!["id"];
        Assert.NotEmpty(server.Grains.Calls);
        var (calls, arguments) = (string.Join('\n', server.Grains.Calls), JsonSerializer.Serialize(server.Grains.Arguments));
        (calls, arguments) = (LoginId().Replace(calls, ""), LoginId().Replace(arguments, ""));            // each request by password begins a login
        return drawn is null ? $"{calls}\n{arguments}\n{answer.Body}" : $"{arguments.Split("\"Nickname\"")[1]}\n{answer.Body.Replace(drawn, "", StringComparison.Ordinal)}";
    }

    [GeneratedRegex("n13-[0-9a-f]{32}")]
    private static partial Regex LoginId();

    private static (string Who, string Path, OperationRow Row) Find(string path, string operation) => EveryOperation.All.First(o => o.Path == path && o.Row.Name == operation);
}
