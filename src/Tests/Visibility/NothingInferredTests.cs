using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// What is hidden leaves no trace: the same chat is played with and without a hidden supervisor, and everything that the others receive and
/// read is the same to the letter once ids and times are evened out.
/// </summary>
[Collection(WhoMaySeeWhat.Name)]
public sealed partial class NothingInferredTests(ContactCentres centres)
{
    [Fact]
    public async Task A_monitoring_supervisor_changes_nothing_for_agent_and_customer()
    {
        var centre = centres.Take();
        await using var play = await Play.OpenAsync(centres.Server, centre);
        var alone = await play.RunAsync(hiddenMode: null);
        var watched = await play.RunAsync("Monitor");
        Assert.Equal(alone.Customer, watched.Customer);
        Assert.Equal(alone.Agent, watched.Agent);
    }

    [Fact]
    public async Task A_coaching_supervisor_changes_nothing_for_the_customer()
    {
        var centre = centres.Take();
        await using var play = await Play.OpenAsync(centres.Server, centre);
        var alone = await play.RunAsync(hiddenMode: null);
        var coached = await play.RunAsync("Coach");
        Assert.Equal(alone.Customer, coached.Customer);
        Assert.DoesNotContain("unseen words", alone.Agent, StringComparison.Ordinal);
        Assert.Contains("unseen words", coached.Agent, StringComparison.Ordinal);       // the agent sees the coach
    }

    /// <summary>The customer's share of the log is the customer's, however much is written beside it.</summary>
    [Theory]
    [InlineData("Monitor")]
    [InlineData("Coach")]
    public async Task What_is_hidden_uses_up_nobodys_limit(string mode)
    {
        await using var play = await Play.OpenAsync(centres.Server, centres.Take());
        var alone = await play.FillAsync(hiddenMode: null);
        Assert.Equal(alone, await play.FillAsync(mode));
        Assert.True(alone > 100);
    }

    /// <summary>Who was there before, unseen, comes where those come who were not there before.</summary>
    [Fact]
    public async Task The_order_of_participants_does_not_tell_who_was_there_unseen()
    {
        await using var play = await Play.OpenAsync(centres.Server, centres.Take());
        Assert.Equal(await play.OrderAsync(firstIsHidden: false), await play.OrderAsync(firstIsHidden: true));
    }

    /// <summary>An agent, two supervisors, and one chat after the other.</summary>
    private sealed partial class Play(RunningServer server, Centre centre, Desk agent, Desk supervisor, Desk other) : IAsyncDisposable
    {
        private readonly List<string> _agentSees = [];
        private readonly List<string> _customerSees = [];
        private Visitor _customer = null!;
        private string _chatId = "";
        private int _mark;
        private int _firstReference;

        public static async Task<Play> OpenAsync(RunningServer server, Centre centre) => new(server, centre,
            await Desk.OpenReadyAsync(server, centre.Agent(1)), await Desk.OpenAsync(server, centre.Supervisor(1)), await Desk.OpenAsync(server, centre.Supervisor(2)));

        public async Task<(string Agent, string Customer)> RunAsync(string? hiddenMode)
        {
            _agentSees.Clear();
            _customerSees.Clear();
            (_mark, _firstReference) = (0, 0);
            if (hiddenMode is not null)
            {
                _ = (await MonitorAsync(supervisor, hiddenMode)).Ok;
                _ = (await MonitorAsync(other, hiddenMode)).Ok;
            }

            using (_customer = await Visitor.RequestChatAsync(server, centre))
            {
                var offer = await agent.NextChatAsync("StatusChange", "Invited");
                _chatId = (string)offer["id"]!;
                _agentSees.Add(Even(offer.ToJsonString()));
                await CustomerAsync("SendMessage", ("text", "is anybody there"));
                await AgentAsync("Accept", ("nickname", "Kim"));
                if (hiddenMode is not null)
                {
                    Assert.Equal(_chatId, (string?)(await supervisor.NextChatAsync("StatusChange", "Invited"))["id"]);
                    _ = (await supervisor.DoAsync(_chatId, "Accept", ("nickname", "Unseen"))).Ok;
                    _ = (await other.DoAsync(_chatId, "Reject")).Ok;
                }

                await LookAsync();
                await WriteAsync(hiddenMode);
                await CustomerAsync("SendStartTypingNotification");
                await CustomerAsync("SendMessage", ("text", "hello"));
                await LookAsync();
                await SwitchAsync(hiddenMode);
                await AgentAsync("SendStartTypingNotification");
                await AgentAsync("SendMessage", ("text", "hi"));
                await AgentAsync("SendToAgents", ("text", "among us: SendToAgents"));
                await AgentAsync("SendStartTypingToAgentsNotification");
                await LookAsync();
                await ComeBackAsync(hiddenMode);
                await AgentAsync("SendStopTypingToAgentsNotification");
                await AgentAsync("SendStopTypingNotification");
                await AgentAsync("SendUrl", ("url", "https://example.com/"));
                await RefusalsAsync();
                await LookAsync();
                await WriteAsync(hiddenMode);
                await CustomerAsync("SendMessage", ("text", "bye"));
                await CustomerAsync("Complete");
                await WriteAsync(hiddenMode);
                await LookAsync();
                await AgentAsync("Leave");
                await LookAsync();
                await AgentAsync("Complete");
                _agentSees.Add(Even((await agent.NextChatAsync("StatusChange", "Completed")).ToJsonString()));
                await ReadAsync();
            }

            return (string.Join('\n', _agentSees), string.Join('\n', _customerSees));
        }

        /// <summary>How many texts a customer and then the agent can write.</summary>
        public async Task<int> FillAsync(string? hiddenMode)
        {
            using (_customer = await Visitor.RequestChatAsync(server, centre))
            {
                _chatId = await agent.AcceptNextAsync();
                if (hiddenMode is not null)
                {
                    _ = (await MonitorAsync(supervisor, hiddenMode)).Ok;
                    _ = (await IntrudeAsync(supervisor, hiddenMode)).Ok;
                    _ = (await supervisor.DoAsync(_chatId, "Accept")).Ok;
                    Assert.True(await CountAsync(() => supervisor.DoAsync(_chatId, "SendMessage", ("text", "hidden"))) > 100);
                }

                var count = await CountAsync(() => _customer.DoAsync("SendMessage", ("text", "x")));
                Assert.Equal(10, (await agent.DoAsync(_chatId, "SendMessage", ("text", "y"))).StatusCode);
                count += hiddenMode == "Coach" ? 0 : 1000 * (await agent.DoAsync(_chatId, "SendToAgents", ("text", "y"))).StatusCode;
                _ = (await agent.DoAsync(_chatId, "Complete")).Ok;
                while ((string?)(await agent.NextAsync())["chat"]?["state"] != "Completed")
                {
                }

                return count;
            }
        }

        /// <summary>Both supervisors can be seen by everybody in the end; the order in which the customer and the agent read them.</summary>
        public async Task<string> OrderAsync(bool firstIsHidden)
        {
            using (_customer = await Visitor.RequestChatAsync(server, centre))
            {
                _chatId = await agent.AcceptNextAsync();
                foreach (var desk in firstIsHidden ? [supervisor, other] : new[] { other, supervisor })
                {
                    _ = (await MonitorAsync(desk, "BargeIn")).Ok;
                    _ = (await IntrudeAsync(desk, firstIsHidden && desk == supervisor ? "Monitor" : "BargeIn")).Ok;
                    _ = (await desk.DoAsync(_chatId, "Accept")).Ok;
                }

                _ = (await supervisor.DoAsync(_chatId, "SwitchToBargeIn")).Ok;
                foreach (var desk in new[] { supervisor, other })
                {
                    _ = (await desk.Api.PostAsync($"/api/v2/users/{agent.UserId}/channels/chat", "CancelSupervisorMonitoring")).Ok;
                }

                var people = (await agent.Api.GetAsync($"/api/v2/me/chats/{_chatId}")).Ok["chat"]!["participants"]!.AsArray().Select(static p => (string)p!["nickname"]!);
                var chat = (await _customer.Api.GetAsync(_customer.Path)).Ok["chat"]!["participants"]!.ToJsonString();
                _ = (await agent.DoAsync(_chatId, "Complete")).Ok;
                var transcript = (await _customer.Api.GetAsync($"{_customer.Path}/messages?index=0")).Ok.ToJsonString();
                while ((string?)(await agent.NextAsync())["chat"]?["state"] != "Completed")
                {
                }

                return $"{string.Join(", ", people)}\n{chat}\n{transcript}";
            }
        }

        public async ValueTask DisposeAsync()
        {
            await agent.DisposeAsync();
            await supervisor.DisposeAsync();
            await other.DisposeAsync();
        }
    }

    [GeneratedRegex(@"""\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}[^""]*""|(?<=""timestampSeconds"":)\d+")]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<=""participantId"":"")[0-9A-F]{16}(?="")")]
    private static partial Regex ParticipantId();

    [GeneratedRegex(@"""referenceId"":(\d+)")]
    private static partial Regex Reference();
}
