using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Walks;

/// <summary>Long-polling.</summary>
internal sealed class PollWay(Desk desk, string subscription) : IWay
{
    public string Name => $"long-polling {subscription}";

    public bool TakesChannels => subscription != ChatsOnly;

    public const string ChatsOnly = "/v2/me/chats";

    public static async Task<PollWay> OpenAsync(Uri address, string userName, string subscription = "/**") =>
        new(await Desk.OpenAsync(userName, Api.User(address, userName), subscription), subscription);

    public Task<JsonObject> NextAsync() => desk.NextAsync();

    public async Task<IReadOnlyList<JsonObject>> EndedAsync()
    {
        _ = await desk.EndedAsync();
        return desk.Unread();
    }

    public ValueTask DisposeAsync() => desk.DisposeAsync();
}
