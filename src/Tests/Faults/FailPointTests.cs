using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.FailPoints;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>Faults that a process is told to have, and a chat that was asked for when it had one.</summary>
public sealed class FailPointTests
{
    [Theory]
    [InlineData("before_commit:exit", "BeforeCommit")]
    [InlineData("after_commit:exit:17", "AfterCommit")]
    [InlineData("before_notify:exit:2", "BeforeNotify")]
    [InlineData("drop_notify:0.01", "DropNotify")]
    [InlineData("drop_notify:1", "DropNotify")]
    public void What_can_be_asked_for_is_read(string words, string place) => Assert.Equal((place, words), (FailPoint.Read(words)!.Place.ToString(), FailPoint.Read(words)!.ToString()));

    [Theory]
    [InlineData("after_comit:exit")]
    [InlineData("after_commit")]
    [InlineData("after_commit:die")]
    [InlineData("after_commit:exit:0")]
    [InlineData("after_commit:exit:-1")]
    [InlineData("after_commit:exit:1:2")]
    [InlineData("drop_notify:exit")]
    [InlineData("drop_notify:0")]
    [InlineData("drop_notify:1.01")]
    [InlineData("drop_notify:1e-2")]
    [InlineData("DROP_NOTIFY:1")]
    public void What_is_misspelled_is_refused_and_not_ignored(string words) =>
        Assert.Contains($"ORLEANSCHAT_FAILPOINT is '{words}'", Assert.Throws<SettingsException>(() => FailPoint.Read(words)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_the_variable_there_is_none() => Assert.Equal((null, null), (FailPoint.Read(null), FailPoint.Read("")));

    [Fact]
    public void The_nth_time_counts_and_all_after_it()
    {
        var third = FailPoint.Read("before_commit:exit:3")!;
        Assert.Equal([false, false, true, true], Enumerable.Range(0, 4).Select(_ => third.IsReached()));
    }

    [Fact]
    public void As_many_events_are_lost_as_were_asked_for()
    {
        Assert.All(Enumerable.Range(0, 100), static _ => Assert.True(FailPoint.Read("drop_notify:1")!.Drops()));
        Assert.False(FailPoint.Read("after_commit:exit")!.Drops());
        var half = FailPoint.Read("drop_notify:0.5")!;
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => half.Drops()), 4_500, 5_500);     // a miss is ten standard deviations away
    }

    /// <summary>The answer is cut when the process dies; what the same request finds afterwards is the chat that was stored, or none.</summary>
    [Theory]
    [InlineData("before_commit:exit")]
    [InlineData("after_commit:exit")]
    public async Task A_chat_whose_answer_was_cut_is_there_once_when_it_is_asked_for_again(string failPoint)
    {
        var variables = new Dictionary<string, string> { [FailPoint.Variable] = failPoint };
        var server = new RunningServer { Variables = variables };
        await server.InitializeAsync();
        try
        {
            Assert.Contains($"THIS PROCESS WILL FAIL ON PURPOSE: the fail-point {failPoint} is armed.", server.Output, StringComparison.Ordinal);
            using var customer = Api.Customer(server);
            await Assert.ThrowsAsync<HttpRequestException>(() => RequestAsync(customer));
            variables.Clear();
            server.Kill();
            await server.StartAsync();
            var first = (await RequestAsync(customer)).Ok.ToJsonString();
            Assert.Equal(first, (await RequestAsync(customer)).Ok.ToJsonString());
            await using var agent = await Desk.OpenReadyAsync(server, "agent1");
            await agent.AcceptNextAsync();
            await agent.NothingMoreAsync();
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static Task<Answer> RequestAsync(Api customer) => customer.PostOnceAsync("the chat of this test", "/api/v2/chats", "RequestChat", ("nickname", "Chris"), ("subject", "Help"));
}
