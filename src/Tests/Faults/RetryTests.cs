using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>A request that is sent again after the server was killed is done once (I3), whether or not its first answer was lost.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private const int Kills = 4;
    private const int Texts = 24;

    private readonly RunningServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Texts_and_chats_that_are_asked_for_again_after_kills_are_there_once()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent1");
        using var customer = Api.Customer(_server);
        var asked = (await RequestAsync(customer)).Ok.ToJsonString();
        var chatId = await agent.AcceptNextAsync();
        var unknown = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            // The first answers are awaited, then the process is killed while the others are on their way.
            var first = kill;
            var sent = Enumerable.Range(0, Texts).Select(number => TryAsync(() => SayAsync(agent, chatId, first, number))).ToList();
            await Task.WhenAny(sent);
            _server.Kill();
            unknown += (await Task.WhenAll(sent)).Count(static isKnown => !isKnown);
            await _server.StartAsync();
            for (var number = 0; number < Texts; number++)
            {
                Assert.Equal("""{"statusCode":0}""", (await SayAsync(agent, chatId, kill, number)).Ok.ToJsonString());
            }
        }

        Assert.Equal(asked, (await RequestAsync(customer)).Ok.ToJsonString());
        var texts = (await agent.LogAsync(chatId)).Split(", ").Where(static entry => entry.Contains(" Text ", StringComparison.Ordinal)).Select(static entry => entry.Split(' ')[^1]).ToList();
        Assert.Equal(texts.Distinct(), texts);
        Assert.Equal(Kills * Texts, texts.Count);
        Assert.True(unknown > 0, "Every answer came before the kill: nothing was tried.");
        Assert.Equal(1, (int)(await agent.Api.GetAsync("/api/v2/me/chats?fields=*")).Ok["chats"]!.AsArray().Count);
    }

    private static Task<Answer> RequestAsync(Api customer) =>
        customer.PostOnceAsync("the chat of this test", "/api/v2/chats", "RequestChat", ("nickname", "Chris"), ("subject", "Help"));

    private static Task<Answer> SayAsync(Desk agent, string chatId, int kill, int number) =>
        agent.Api.PostOnceAsync($"text {kill}.{number}", $"/api/v2/me/chats/{chatId}", "SendMessage", ("text", $"text-{kill}-{number}"));

    /// <summary>Whether an answer came.</summary>
    private static async Task<bool> TryAsync(Func<Task<Answer>> send)
    {
        try
        {
            return (await send()).StatusCode == 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
