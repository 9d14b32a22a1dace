using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Tests.Bayeux.Hosting;

public sealed class LogTests
{
    [Fact]
    public async Task No_clientId_no_credentials_and_no_ext_reach_the_log_and_its_ids_are_the_ones_reserved()
    {
        using var logs = new Logs();
        await using var server = await BayeuxServer.StartAsync(options => options.HandshakesBurstMax = 4, logs: logs);
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        await client.SubscribeAsync("/not/mine");
        await client.OneAsync($$"""{"channel":"/**","id":"1","clientId":"{{client.ClientId}}","data":{"secret":"data-secret"} }""");
        using var nobody = server.Client(null);
        await nobody.OneAsync("""{"channel":"/meta/handshake","ext":{"password":"ext-secret"}}""");
        server.Sessions.IsAway = true;
        await client.ConnectAsync();
        await client.SubscribeAsync("/v2/me/calls");
        server.Sessions.IsAway = false;
        await server.DeliverAsync("anna", "/v2/me/chats", "\"data-secret\"");
        server.Sessions.LosesReports = true;
        await client.ConnectAsync();
        for (var i = 0; i < 5; i++) await client.OneAsync("""{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"]}""");

        Assert.NotEmpty(logs.Ours);
        foreach (var (id, text) in logs.Ours)
        {
            Assert.InRange(id, 2500, 2599);
            Assert.DoesNotContain(client.ClientId, text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("anna", text, StringComparison.Ordinal);
        }

        Assert.Equal([2501, 2510, 2511, 2512, 2513, 2514, 2521], logs.Ours.Select(log => log.Id).Distinct().Order());
    }

    private sealed class Logs : ILoggerProvider
    {
        public ConcurrentQueue<(int Id, string Text)> Ours { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Log(this, categoryName.StartsWith("OrleansChat.Bayeux", StringComparison.Ordinal));

        public void Dispose()
        {
        }

        private sealed class Log(Logs logs, bool isOurs) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => isOurs;

            void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (isOurs) logs.Ours.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));
            }
        }
    }
}
