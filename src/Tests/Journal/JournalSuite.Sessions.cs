using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

public abstract partial class JournalSuite
{
    [Fact]
    public async Task Session_rows_are_read_by_user_in_key_order()
    {
        await Journal.SaveSessionAsync(Row("bob", "k2", 1, "b2"), 0);
        await Journal.SaveSessionAsync(Row("bob", "k1", 1, "b1"), 0);
        await Journal.SaveSessionAsync(Row("anna", "k1", 1, ""), 0);
        await Journal.SaveSessionAsync(Row("bob", "k2", 4, "b2 again"), 1);

        Assert.Equal("k1@1 b1, k2@4 b2 again", await SessionsAsync("bob"));
        Assert.Equal("k1@1 ", await SessionsAsync("anna"));
        Assert.Equal("", await SessionsAsync("sue"));
    }

    [Fact]
    public async Task Of_two_that_take_a_session_over_from_the_same_epoch_one_gets_it()
    {
        await Journal.SaveSessionAsync(Row("bob", "k", 1, "first"), 0);

        await Journal.SaveSessionAsync(Row("bob", "k", 2, "second"), 1);
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.SaveSessionAsync(Row("bob", "k", 2, "zombie"), 1));
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.SaveSessionAsync(Row("bob", "k", 1, "zombie"), 1));
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.SaveSessionAsync(Row("bob", "k", 1, "zombie"), 0));
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.SaveSessionAsync(Row("bob", "k", 4, "from nowhere"), 3));
        await Journal.SaveSessionAsync(Row("bob", "k", 2, "second again"), 2);

        Assert.Equal("k@2 second again", await SessionsAsync("bob"));
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_not_replaced()
    {
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.SaveSessionAsync(Row("bob", "k", 2, "x"), 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.SaveSessionAsync(Row("bob", "k", 1, "backwards"), 2));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.SaveSessionAsync(Row("bob", "k", 0, "no epoch"), 0));

        Assert.Equal("", await SessionsAsync("bob"));
    }

    [Fact]
    public async Task A_lazy_session_row_replaces_only_its_own_epoch()
    {
        await Journal.SaveSessionAsync(Row("bob", "k", 2, "durable"), 0);

        Journal.SaveSessionLazily(Row("bob", "k", 2, "early"));
        Journal.SaveSessionLazily(Row("bob", "k", 2, "late"));
        await Journal.FlushAsync();
        Assert.Equal("k@2 late", await SessionsAsync("bob"));

        Journal.SaveSessionLazily(Row("bob", "k", 1, "fenced"));
        Journal.SaveSessionLazily(Row("bob", "other", 1, "never inserted"));
        await Journal.FlushAsync();
        Assert.Equal("k@2 late", await SessionsAsync("bob"));

        Journal.SaveSessionLazily(Row("bob", "k", 3, "never taken over"));
        await Journal.FlushAsync();
        Assert.Equal("k@2 late", await SessionsAsync("bob"));
    }

    [Fact]
    public async Task A_row_that_is_saved_at_once_is_not_overtaken_by_an_earlier_lazy_one()
    {
        await Journal.SaveSessionAsync(Row("bob", "k", 1, "a"), 0);

        Journal.SaveSessionLazily(Row("bob", "k", 1, "lazy"));
        await Journal.SaveSessionAsync(Row("bob", "k", 1, "now"), 1);
        await Journal.FlushAsync();

        Assert.Equal("k@1 now", await SessionsAsync("bob"));
    }

    [Fact]
    public async Task A_deleted_session_stays_deleted()
    {
        await Journal.SaveSessionAsync(Row("bob", "k", 3, "a"), 0);

        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.DeleteSessionAsync("bob", "k", 2));
        Assert.Equal("k@3 a", await SessionsAsync("bob"));

        Journal.SaveSessionLazily(Row("bob", "k", 3, "before"));
        await Journal.DeleteSessionAsync("bob", "k", 3);
        Journal.SaveSessionLazily(Row("bob", "k", 3, "after"));
        await Journal.FlushAsync();

        Assert.Equal("", await SessionsAsync("bob"));
        await Journal.DeleteSessionAsync("bob", "k", 3);
        Assert.Empty(await Journal.FindSessionUsersAsync("", 10));
    }

    [Fact]
    public async Task Users_with_sessions_come_in_pages_each_once()
    {
        foreach (var user in (string[])["dora", "anna", "carl", "bob"])
        {
            await Journal.SaveSessionAsync(Row(user, "k1", 1, "x"), 0);
            await Journal.SaveSessionAsync(Row(user, "k2", 1, "x"), 0);
        }

        Assert.Equal<string>(["anna", "bob", "carl"], await Journal.FindSessionUsersAsync("", 3));
        Assert.Equal<string>(["dora"], await Journal.FindSessionUsersAsync("carl", 3));
        Assert.Empty(await Journal.FindSessionUsersAsync("dora", 3));
    }

    private static SessionRow Row(string userId, string key, long epoch, string text) => new(userId, key, epoch, Json(text));

    private async Task<string> SessionsAsync(string userId) =>
        string.Join(", ", (await Journal.ReadSessionsAsync(userId)).Select(row => $"{row.SessionKey}@{row.Epoch} {TextOf(row.Json)}"));
}
