using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>Nothing that a client sends begins a line of the log, and no text of a chat is in it, even when everything is logged.</summary>
public sealed class LogInjectionTests : IAsyncLifetime
{
    private const string Forged = "\r\nforged: line\nforged\u2028forged\u0085forged\u001b[2J";

    private readonly RunningServer _server = new() { Arguments = ["--Logging:LogLevel:OrleansChat=Debug"] };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_clients_send_forges_no_line_and_texts_are_not_logged()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent1");
        using var customer = await CustomerSide.RequestChatAsync(_server, $"nick-secret{Forged}", $"subject-secret{Forged}");
        var chatId = await agent.AcceptNextAsync();
        _ = (await customer.SayAsync($"text-secret{Forged}")).Ok;
        _ = (await agent.DoAsync(chatId, "SendMessage", ("text", $"text-secret{Forged}"), ("messageType", $"type-secret{Forged}"))).Ok;
        _ = (await agent.DoAsync(chatId, "AttachUserData", ("userData", new JsonObject { [$"key-secret{Forged}"] = $"value-secret{Forged}" }))).Ok;
        _ = await agent.DoAsync(chatId, $"Nonsense{Forged}");
        _ = await agent.Api.GetAsync($"/api/v2/me/chats/{Uri.EscapeDataString($"id-secret{Forged}")}");
        using var stranger = Api.User(_server, $"name-secret{Forged}", $"password-secret{Forged}");
        _ = await stranger.GetAsync("/api/v2/me");
        foreach (var message in new[]
        {
            new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray($"type{Forged}") },
            new JsonObject { ["channel"] = $"/x{Forged}", ["clientId"] = "x", ["data"] = new JsonObject() },
            new JsonObject { ["channel"] = "/meta/subscribe", ["clientId"] = "x", ["subscription"] = $"/x{Forged}" },
        })
        {
            _ = await agent.Api.BayeuxAsync("", default, message);
        }

        Assert.Equal(0, await _server.StopAsync());
        var lines = _server.Output.Split('\n');
        Assert.Contains(lines, static line => line.Contains("A handshake was refused", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, static line => line.TrimStart('\r', ' ').StartsWith("forged", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, static line => line.Contains("secret", StringComparison.Ordinal) || line.Contains('\u001b', StringComparison.Ordinal) || line.Contains('\u2028', StringComparison.Ordinal));
    }
}
