using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

public abstract partial class JournalSuite
{
    private static readonly AuditFilter All = new("x", "", "", "", DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    [Fact]
    public async Task Audit_records_are_stored_with_their_append_and_counted_in_each_contact_centre()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a") with { Audit = [Audit("x", "sue", "bob", "a", 0), Audit("x", "sam", "bob", "a", 1)] });
        await Journal.AppendAsync(Append("chat/b", 0, "b") with { Audit = [Audit("y", "sid", "ben", "b", 2)] });
        await Journal.AppendAsync(Append("chat/a", 1, "c") with { Audit = [Audit("x", "sue", "ben", "", 3)] });
        await Journal.AppendAsync(Append("chat/c", 0, "no record"));

        Assert.Equal("1 sue bob a 0, 2 sam bob a 1, 3 sue ben  3", await AuditAsync(All));
        Assert.Equal("1 sid ben b 2", await AuditAsync(All with { ContactCenterId = "y" }));
        Assert.Equal("", await AuditAsync(All with { ContactCenterId = "z" }));
    }

    [Fact]
    public async Task An_append_that_fails_records_nothing()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a") with { Request = Request("s", "k", "d") });

        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(Append("chat/a", 0, "x") with { Audit = [Audit("x", "sue", "bob", "a", 0)] }));
        await Assert.ThrowsAsync<RequestKnownException>(() => Journal.AppendAsync(Append("chat/a", 1, "x") with { Request = Request("s", "k", "d"), Audit = [Audit("x", "sue", "bob", "a", 0)] }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/a", 1, "x") with { Audit = [Audit("", "sue", "bob", "a", 0)] }));

        Assert.Equal("", await AuditAsync(All));
    }

    [Fact]
    public async Task Audit_records_are_found_by_who_whom_chat_and_time_in_pages()
    {
        for (var number = 0; number < 12; number++)
        {
            var row = Audit("x", number % 2 == 0 ? "sue" : "sam", number % 3 == 0 ? "bob" : "ben", number % 4 == 0 ? "" : "a", number);
            await Journal.AppendAsync(Append("chat/a", number, "a") with { Audit = [row] });
        }

        Assert.Equal("1 3 5 7 9 11", await NumbersAsync(All with { SupervisorId = "sue" }));
        Assert.Equal("1 4 7 10", await NumbersAsync(All with { AgentId = "bob" }));
        Assert.Equal("2 3 4 6 7 8 10 11 12", await NumbersAsync(All with { ChatId = "a" }));
        Assert.Equal("7", await NumbersAsync(All with { SupervisorId = "sue", AgentId = "bob", ChatId = "a" }));
        Assert.Equal("4 5 6", await NumbersAsync(All with { From = Noon.AddSeconds(3), Before = Noon.AddSeconds(6) }));
        Assert.Equal("5", await NumbersAsync(All with { SupervisorId = "sue", From = Noon.AddSeconds(3), Before = Noon.AddSeconds(6) }));
        Assert.Equal("6 7", await NumbersAsync(All, after: 5, max: 2));
        Assert.Equal("7 9", await NumbersAsync(All with { SupervisorId = "sue" }, after: 5, max: 2));
        Assert.Equal("", await NumbersAsync(All, after: 12));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.ReadAuditAsync(All, 0, 0));
    }

    private static AuditRow Audit(string center, string supervisor, string agent, string chat, int second) => new(center, supervisor, agent, chat, Noon.AddSeconds(second), Json($"{second}"));

    private async Task<string> AuditAsync(AuditFilter filter) => string.Join(", ", (await Journal.ReadAuditAsync(filter, 0, 100)).Select(static stored =>
        $"{stored.Number} {stored.Row.SupervisorId} {stored.Row.AgentId} {stored.Row.ChatId} {TextOf(stored.Row.Json)}"));

    private async Task<string> NumbersAsync(AuditFilter filter, long after = 0, int max = 100) =>
        string.Join(' ', (await Journal.ReadAuditAsync(filter, after, max)).Select(static stored => stored.Number));
}
