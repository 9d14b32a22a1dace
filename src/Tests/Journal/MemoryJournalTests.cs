using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

public sealed class MemoryJournalTests : JournalSuite
{
    [Fact]
    public async Task Every_call_completes_before_it_returns()
    {
        Assert.True(Journal.AppendAsync(Append("chat/a", 0, "a")).IsCompletedSuccessfully);
        Assert.True(Journal.ReadAsync("chat/a", 0, 1).IsCompletedSuccessfully);
        Assert.True(Journal.FlushAsync().IsCompletedSuccessfully);
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(Append("chat/a", 0, "b")));
    }

    [Fact]
    public async Task Lost_lazy_writes_are_those_since_the_last_commit()
    {
        var journal = (MemoryJournal)Journal;
        await journal.AppendAsync(Append("chat/a", 0, "a", "b"));
        journal.AdvanceTold("chat/a", 1);
        await journal.FlushAsync();

        journal.AdvanceTold("chat/a", 2);
        journal.LoseLazyWrites();
        await journal.FlushAsync();

        Assert.Equal(1, (await journal.ReadHeadAsync("chat/a"))!.ToldVersion);
    }

    protected override Task<IJournal> OpenEmptyAsync() => Task.FromResult<IJournal>(new MemoryJournal());

    protected override Task CloseAsync() => Task.CompletedTask;
}
