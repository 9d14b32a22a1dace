using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

/// <summary>It passes the suite as long as no switch is set, and its switches do what grain tests rely on.</summary>
public sealed class FaultyJournalTests : JournalSuite
{
    private FaultyJournal Faulty => (FaultyJournal)Journal;

    [Theory]
    [InlineData(AppendFault.BeforeCommit, "")]
    [InlineData(AppendFault.AfterCommit, "1:a")]
    public async Task A_failed_append_may_or_may_not_be_stored(AppendFault fault, string stored)
    {
        Faulty.FailNextAppend(fault);

        await Assert.ThrowsAsync<IOException>(() => Journal.AppendAsync(Append("chat/a", 0, "a")));

        Assert.Equal(stored, await TextsAsync("chat/a"));
        await AppendNextAsync("chat/a", "b");
    }

    [Fact]
    public async Task A_held_append_is_written_when_it_is_released()
    {
        Faulty.HoldAppends();
        var append = Journal.AppendAsync(Append("chat/a", 0, "a"));
        await Faulty.AppendIsHeldAsync().Soon("the append is held");
        Assert.False(append.IsCompleted);
        Assert.Equal("", await TextsAsync("chat/a"));

        Faulty.ReleaseAppends();
        await append.Soon("the append ends");

        Assert.Equal("1:a", await TextsAsync("chat/a"));
        Assert.Equal(1, Faulty.Appends);
    }

    protected override Task<IJournal> OpenEmptyAsync() => Task.FromResult<IJournal>(new FaultyJournal(new MemoryJournal()));

    protected override Task CloseAsync() => Task.CompletedTask;
}
