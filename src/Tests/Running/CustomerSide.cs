using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>A customer with a chat.</summary>
public sealed class CustomerSide : IDisposable
{
    private CustomerSide(Api api, string handle) => (Api, Handle) = (api, handle);

    public Api Api { get; }

    /// <summary>The handle, a GUID; the chat's own id is the agents'.</summary>
    public string Handle { get; }

    public string Path => $"/api/v2/chats/{Handle}";

    /// <param name="more">Further parameters, such as <c>endpoint</c> and <c>userData</c>.</param>
    public static Task<CustomerSide> RequestChatAsync(RunningServer server, string nickname = "Chris", string subject = "Help", params (string Name, JsonNode? Value)[] more) =>
        RequestChatAsync(server.Address, nickname, subject, more);

    public static async Task<CustomerSide> RequestChatAsync(Uri server, string nickname, string subject, params (string Name, JsonNode? Value)[] more)
    {
        var api = Api.Customer(server, Api.ContactCenterId);
        var answer = await api.PostAsync("/api/v2/chats", "RequestChat", [("nickname", nickname), ("subject", subject), .. more]);
        return (int)answer.Http is 502 or 503 ? throw new HttpRequestException("Perhaps it was asked for.", null, answer.Http) : new CustomerSide(api, (string)answer.Ok["id"]!);
    }

    public Task<Answer> DoAsync(string operationName, params (string Name, JsonNode? Value)[] parameters) => Api.PostAsync(Path, operationName, parameters);

    public Task<Answer> SayAsync(string text) => DoAsync("SendMessage", ("text", text));

    public async Task<JsonObject> ChatAsync() => (await Api.GetAsync(Path)).Ok["chat"]!.AsObject();

    /// <summary>The customer's state in the chat, and who is visible.</summary>
    public async Task<string> StateAsync()
    {
        var chat = await ChatAsync();
        return $"{chat["state"]}: {string.Join(", ", chat["participants"]!.AsArray().Select(static p => p!["nickname"]))}".TrimEnd(' ', ':');
    }

    /// <summary>The transcript as <c>index type nickname text</c> each; from an index on, or what was not yet delivered.</summary>
    public async Task<string> TranscriptAsync(int? index = 0)
    {
        var body = (await Api.GetAsync(index is null ? $"{Path}/messages" : $"{Path}/messages?index={index}")).Ok;
        return NotificationText.Entries(body["messages"]!.AsArray());
    }

    /// <summary>Everything that the customer can read, as one text to compare; moves no cursor.</summary>
    public async Task<string> EverythingAsync()
    {
        var answers = await Task.WhenAll(Api.GetAsync(Path), Api.GetAsync($"{Path}/messages?index=0"));
        return string.Join('\n', answers.Select(static a => $"{a.Http} {a.Body.ToJsonString()}"));
    }

    public void Dispose() => Api.Dispose();
}
