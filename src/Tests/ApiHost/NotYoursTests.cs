using System.Reflection;
using System.Text.Json.Nodes;
using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.ApiHost;

/// <summary>
/// A host cannot know a chat that is not the caller's from one that is not there: it asks the chat's grain, or for Intrude that of the agent who is named,
/// once, and nobody else whose answer depends on the chat. That the grains do the same for both is <see cref="Grains.NotYoursGrainTests"/>.
/// </summary>
public sealed class NotYoursTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string OtherChatId = "ZZZZZZZZZZZZZZZZ";
    private const string OtherHandle = "00000000-1111-4222-8333-444455556666";

    public static TheoryData<string, string, string> Requests
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var (who, path, row) in EveryOperation.All.Where(static o => o.Path.Contains("/chats/", StringComparison.Ordinal)))
            {
                all.Add(who, path, row.Name);
            }

            foreach (var path in new[] { $"/api/v2/me/chats/{ApiServer.ChatId}", $"/api/v2/chats/{ApiServer.ChatId}" })
            {
                all.Add("agent1", path, "");
                all.Add("agent1", $"{path}/messages", "");
            }

            all.Add("customer", $"/api/v2/chats/{ApiServer.Handle}", "");
            all.Add("customer", $"/api/v2/chats/{ApiServer.Handle}/messages", "");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_chat_is_asked_once_and_nobody_else_about_it(string who, string path, string operation)
    {
        var other = path.Replace(ApiServer.ChatId, OtherChatId, StringComparison.Ordinal).Replace(ApiServer.Handle, OtherHandle, StringComparison.Ordinal);
        var (answer, calls) = await AskAsync(who, path, operation);
        Assert.StartsWith("404 {\"statusCode\":6,", answer, StringComparison.Ordinal);
        Assert.Single(calls, static c => c.StartsWith("Chat.", StringComparison.Ordinal) || c.EndsWith($".{nameof(IUserGrain.IntrudeAsync)}", StringComparison.Ordinal));
        Assert.Equal((answer, string.Join('\n', calls)), await AskAsync(who, other, operation) is var (same, asked) ? (same, string.Join('\n', asked)) : default);
    }

    /// <summary>What is answered, and whom the host asks what on the way. A customer's sign of life asks nothing.</summary>
    private async Task<(string Answer, List<string> Calls)> AskAsync(string who, string path, string operation)
    {
        server.Reset();
        foreach (var method in typeof(IChatGrain).GetMethods().Where(static m => m.Name != nameof(IChatGrain.GetAsync)))      // users have one too; the chat's says no
        {
            if (No(method) is { } no) server.Grains.Answers[method.Name] = _ => no;
        }

        var answer = operation.Length == 0 ? await server.GetAsync(who, path)
            : await server.PostAsync(who, path, EveryOperation.Body(EveryOperation.All.First(o => o.Row.Name == operation && path.StartsWith(o.Path[..o.Path.LastIndexOf('/')], StringComparison.Ordinal)).Row).ToJsonString());
        var calls = server.Grains.Calls.Where(static c => !c.Contains(".CustomerSeenAsync(", StringComparison.Ordinal)).Select(static c => c[..c.IndexOf('(', StringComparison.Ordinal)])
            .Select(static c => c.IndexOf('.', StringComparison.Ordinal) == ApiServer.ChatId.Length ? $"Chat{c[ApiServer.ChatId.Length..]}" : c).ToList();
        return ($"{answer.Http} {JsonNode.Parse(answer.Body)!.ToJsonString()}", calls);
    }

    private static object? No(MethodInfo method) => method.ReturnType switch
    {
        var t when t == typeof(Task<ChatReply>) => new ChatReply(0, Refusal.ChatUnknown),
        var t when t == typeof(Task<ChatViewReply>) => new ChatViewReply(null, Refusal.ChatUnknown),
        var t when t == typeof(Task<MessagesReply>) => new MessagesReply([], 0, Refusal.ChatUnknown),
        var t when t == typeof(Task<CustomerChatReply>) => new CustomerChatReply(CustomerChatState.Idle, [], Refusal.ChatUnknown),
        _ => null,
    };
}
