using OrleansChat.Grains.Interfaces;

namespace OrleansChat.Tests.Grains;

/// <summary>Notification sessions that nobody has.</summary>
public sealed class UnknownSessionTests
{
    [Fact]
    public async Task Who_asks_for_too_many_sessions_that_do_not_exist_is_told_to_come_back_later()
    {
        await using var still = await StillWorld.OpenAsync();
        var (inbox, unknown) = (still.Inbox("agent1"), new string('a', 26));
        for (var times = 1; times <= 100; times++) Assert.False(await inbox.KnowsAsync(unknown));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => inbox.KnowsAsync(unknown));
        still.Since = TimeSpan.FromSeconds(1);
        Assert.False(await inbox.KnowsAsync(unknown));
    }
}
