using OrleansChat.Grains.Interfaces;

namespace OrleansChat.Tests.ApiHost;

/// <summary>Whether the server lives, and whether it can serve: two questions.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly ApiServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_server_whose_store_is_away_lives_and_is_not_ready()
    {
        _server.Store.Away = new StoreUnavailableException("The disk is full.");
        await IsAsync("/health/ready", 503, "not ready");
        await IsAsync("/health/live", 200, "live");
    }

    [Fact]
    public async Task A_server_whose_grains_do_not_answer_lives_and_is_not_ready()
    {
        _server.Grains.Answers["IsLoginEndedAsync"] = static _ => throw new TimeoutException("No answer.");
        await IsAsync("/health/ready", 503, "not ready");
        await IsAsync("/health/live", 200, "live");
    }

    [Fact]
    public async Task A_server_that_has_all_it_needs_is_ready_and_says_no_more_than_that() => await IsAsync("/health/ready", 200, "ready");

    private async Task IsAsync(string path, int http, string status)
    {
        var answer = await _server.GetAsync("", path);
        Assert.Equal((http, $"{{\"status\":\"{status}\"}}"), (answer.Http, answer.Body));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }
}
