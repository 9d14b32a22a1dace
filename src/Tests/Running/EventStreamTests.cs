using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>Server-sent events (decision 46): the notifications of Bayeux for clients without it, and nobody else's.</summary>
[Collection(OneServer.Name)]
public sealed class EventStreamTests(TeamServer server)
{
    [Fact]
    [Shows("/api/v2/notifications")]
    public async Task A_stream_says_what_a_Bayeux_session_says_in_the_same_order_and_words()
    {
        var team = server.NextTeam();
        await using var ann = await team.OpenAsync(team.Ann);
        await using var sue = await team.OpenAsync(team.Sue);
        using var anns = await EventSide.OpenAsync(server.Server, team.Ann);
        using var sues = await EventSide.OpenAsync(server.Server, team.Sue);
        Assert.Equal("reset new", (await anns.NextAsync()).Reason);
        Assert.Equal("reset new", (await sues.NextAsync()).Reason);

        _ = (await ann.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        await ann.DoOwnAsync("Ready");
        _ = (await sue.MonitorAsync(ann, "Coach")).Ok;
        using var chris = await team.CustomerAsync("Chris\r\ndata: {}\n\n");
        await SameAsync(ann, anns, 3);
        var chatId = (string)(await ann.Api.GetAsync("/api/v2/me/chats?fields=*")).Ok["chats"]![0]!["id"]!;
        _ = (await ann.DoAsync(chatId, "Accept")).Ok;
        await SameAsync(sue, sues, 1);
        _ = (await sue.DoAsync(chatId, "Accept")).Ok;
        _ = (await sue.DoAsync(chatId, "SendMessage", ("text", "coach\r\n\r\nevent: end\ndata: {}\n\n\u2028 ü"))).Ok;
        _ = (await sue.DoAsync(chatId, "SwitchToMonitor")).Ok;
        _ = (await sue.DoAsync(chatId, "SendMessage", ("text", "for supervisors alone"))).Ok;
        _ = (await chris.SayAsync("hello")).Ok;
        _ = (await ann.DoAsync(chatId, "AttachUserData", ("userData", new JsonObject { ["k"] = "v" }))).Ok;
        _ = (await ann.DoAsync(chatId, "Complete")).Ok;
        var annRead = await SameUntilAsync(ann, anns, "StatusChange Completed");
        var sueRead = await SameUntilAsync(sue, sues, "StatusChange Revoked");
        Assert.Contains("for supervisors alone", sueRead, StringComparison.Ordinal);
        Assert.DoesNotContain("for supervisors alone", annRead, StringComparison.Ordinal);
        await ann.NothingMoreAsync();
        Assert.Equal("On", (string?)(await anns.NextNotificationAsync())["channels"]![0]!["dndState"]);
    }

    [Fact]
    public async Task Ids_grow_within_one_session_and_tell_nothing_of_others()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var stream = await EventSide.OpenAsync(server.Server, team.Ann);
        var first = await stream.NextAsync();
        for (var turn = 0; turn < 3; turn++) await ann.NothingMoreAsync();
        var last = first.Position;
        for (var number = 0; number < 6; number++)
        {
            var next = await stream.NextAsync();
            Assert.Equal(first.Session, next.Session);
            Assert.True(next.Position > last);
            Assert.True(last == 0 || next.Position == last + 1, "A hole would tell that there is something that this user may not see.");
            last = next.Position;
        }
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_event_that_its_client_names()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        string from;
        using (var stream = await EventSide.OpenAsync(server.Server, team.Ann))
        {
            _ = await stream.NextAsync();
            await ann.NothingMoreAsync();
            from = (await stream.NextAsync()).Id;                       // On is acknowledged, Off is not
        }

        await ann.NothingMoreAsync();
        using var again = await EventSide.OpenAsync(server.Server, team.Ann, from);
        foreach (var state in new[] { "Off", "On", "Off" }) Assert.Equal(state, (string?)(await again.NextNotificationAsync())["channels"]![0]!["dndState"]);
        await ann.NothingMoreAsync();
        Assert.Equal("On", (string?)(await again.NextNotificationAsync())["channels"]![0]!["dndState"]);

        using var older = await EventSide.OpenAsync(server.Server, team.Ann, from);   // acknowledges no more than before: all of it again
        Assert.Equal("Off", (string?)(await older.NextNotificationAsync())["channels"]![0]!["dndState"]);
        ServerSentEvent? end = null;
        while (await again.TryNextAsync() is { } rest) end = rest;
        Assert.Equal("end superseded", end?.Reason);
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz.5", "reset lost")]
    [InlineData("nonsense", "reset lost")]
    [InlineData("a.b.c", "reset lost")]
    [InlineData(".", "reset lost")]
    [InlineData("x.99999999999999999999999", "reset lost")]
    [InlineData("", "reset new")]
    public async Task A_session_that_is_gone_is_told_before_anything_newer(string lastEventId, string expected)
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var stream = await EventSide.OpenAsync(server.Server, team.Ann, lastEventId.Length == 0 ? null : lastEventId);
        Assert.Equal(expected, (await stream.NextAsync()).Reason);
        await ann.NothingMoreAsync();
        Assert.Equal("On", (string?)(await stream.NextNotificationAsync())["channels"]![0]!["dndState"]);
    }

    [Fact]
    public async Task Another_users_session_is_gone_too()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var own = await EventSide.OpenAsync(server.Server, team.Ann);
        var id = (await own.NextAsync()).Id;
        using var thief = await EventSide.OpenAsync(server.Server, team.Bob, id);
        var first = await thief.NextAsync();
        Assert.Equal("reset lost", first.Reason);
        Assert.NotEqual(id, first.Id);
        await ann.NothingMoreAsync();
        Assert.Equal("On", (string?)(await own.NextNotificationAsync())["channels"]![0]!["dndState"]);
        await using var bob = await team.ReadyAsync(team.Bob);
        Assert.Equal("NotReady", (string?)(await thief.NextNotificationAsync())["channels"]![0]!["userState"]!["state"]);
    }

    [Fact]
    public async Task Log_out_ends_the_stream_and_its_session_at_once()
    {
        var team = server.NextTeam();
        using var ann = await Api.LoggedInAsync(server.Server, team.Ann);
        var cookie = ann.Header("Cookie");
        var (http, response) = await EventSide.SendAsync(server.Server.Address, HttpMethod.Get, "", ("Cookie", cookie));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var id = "";
        while (!id.StartsWith("id: ", StringComparison.Ordinal)) id = (await lines.ReadLineAsync())!;
        _ = (await ann.PostAsync("/api/v2/me", "EndContactCenterSession")).Ok;
        using var within = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var rest = await lines.ReadToEndAsync(within.Token);
        Assert.EndsWith("event: end\ndata: {\"reason\":\"loggedOut\"}\n\n", rest, StringComparison.Ordinal);
        (await EventSide.RefusedAsync(server.Server, HttpMethod.Get, "", ("Cookie", cookie), ("Last-Event-ID", id[4..]))).Answer.MustBe(20, 401);
        using var anew = await EventSide.OpenAsync(server.Server, team.Ann, id[4..]);
        Assert.Equal("reset lost", (await anew.NextAsync()).Reason);
        response.Dispose();
        http.Dispose();
    }

    [Fact]
    public async Task A_stream_is_not_stored_and_not_buffered()
    {
        var team = server.NextTeam();
        using var stream = await EventSide.OpenAsync(server.Server, team.Ann);
        _ = await stream.NextAsync();
        Assert.Equal("text/event-stream", stream.MediaType);
        Assert.Equal("no-store", stream.Headers.CacheControl?.ToString());
        Assert.Equal(["no"], stream.Headers.GetValues("X-Accel-Buffering"));
        Assert.InRange(stream.RetryMs, 1, 60_000);
    }

    [Fact]
    public async Task Who_may_not_have_a_stream_reads_why()
    {
        var team = server.NextTeam();
        foreach (var method in new[] { "POST", "PUT", "DELETE", "PATCH" })
        {
            var (answer, response) = await EventSide.RefusedAsync(server.Server, new HttpMethod(method), team.Ann);
            answer.MustBe(2, 405);
            Assert.Equal(["GET"], response.Content.Headers.Allow);
        }

        Assert.Equal(405, (int)(await EventSide.RefusedAsync(server.Server, HttpMethod.Head, team.Ann)).Answer.Http);
        (await EventSide.RefusedAsync(server.Server, HttpMethod.Get, "")).Answer.MustBe(20, 401);
        (await EventSide.RefusedAsync(server.Server, HttpMethod.Get, "nobody")).Answer.MustBe(20, 401);
        (await EventSide.RefusedAsync(server.Server, HttpMethod.Get, "", ("ContactCenterId", Api.ContactCenterId))).Answer.MustBe(20, 401);
        foreach (var accept in new[] { "application/json", "text/event-stream;q=0", "nonsense" })
        {
            (await EventSide.RefusedAsync(server.Server, HttpMethod.Get, team.Ann, ("Accept", accept))).Answer.MustBe(2, 406);
        }

        foreach (var origin in new[] { "https://evil.example", "null", "" })
        {
            (await EventSide.RefusedAsync(server.Server, HttpMethod.Get, team.Ann, ("Origin", origin.Length == 0 ? "file://" : origin))).Answer.MustBe(3, 403);
        }

        (await EventSide.RefusedAsync(server.Server, HttpMethod.Get, team.Ann, ("Sec-Fetch-Site", "cross-site"))).Answer.MustBe(3, 403);
        foreach (var fine in new[] { ("Accept", "text/*"), ("Accept", "text/html, */*;q=0.1"), ("Sec-Fetch-Site", "same-origin"), ("Origin", TeamServer.ExternalUrl) })
        {
            var (http, response) = await EventSide.SendAsync(server.Server.Address, HttpMethod.Get, team.Ann, fine);
            Assert.True((int)response.StatusCode == 200, $"{fine}: {(int)response.StatusCode}");
            response.Dispose();
            http.Dispose();
        }
    }

    private static async Task SameAsync(Desk desk, EventSide stream, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var next = await desk.NextAsync();
            Assert.Equal(next.ToJsonString(), (await stream.NextNotificationAsync()).ToJsonString());
        }
    }

    private static async Task<string> SameUntilAsync(Desk desk, EventSide stream, string last)
    {
        var all = "";
        while (true)
        {
            var next = await desk.NextAsync();
            var line = await stream.NextAsync();
            Assert.StartsWith("/v2/me/", (string?)line.Data["channel"], StringComparison.Ordinal);
            Assert.Equal(next.ToJsonString(), line.Data["data"]!.ToJsonString());
            all += next.ToJsonString();
            if (NotificationText.Of(next).StartsWith(last, StringComparison.Ordinal)) return all;
        }
    }
}
