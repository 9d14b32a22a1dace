using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

public sealed partial class WrongPeopleTests
{
    /// <summary>Two contact centres; in the first two agents with a chat each, in the other one.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly Dictionary<string, Api> _who = [];

        public required Centre Centre { get; init; }
        public required Desk Agent { get; init; }
        public required Desk OtherAgent { get; init; }
        public required Desk ForeignAgent { get; init; }
        public required Visitor Customer { get; init; }
        public required Visitor OtherCustomer { get; init; }
        public required Visitor ForeignCustomer { get; init; }
        public string ChatId { get; private set; } = "";
        public string OtherChatId { get; private set; } = "";
        public string ForeignChatId { get; private set; } = "";

        /// <summary>What the first chat may be called by.</summary>
        public string[] Ids => [ChatId, Customer.Handle, ChatId.ToLowerInvariant(), $"{ChatId}0", $"%20{ChatId}"];

        /// <summary>Everybody who is not in the first chat.</summary>
        public IEnumerable<(string Name, Api Api)> Strangers => _who.Where(static w => w.Key != "agent").Select(static w => (w.Key, w.Value));

        public static async Task<Scene> OpenAsync(RunningServer server, Centre centre, Centre foreign)
        {
            var scene = new Scene
            {
                Centre = centre,
                Agent = await Desk.OpenReadyAsync(server, centre.Agent(1)),
                OtherAgent = await Desk.OpenReadyAsync(server, centre.Agent(2)),
                ForeignAgent = await Desk.OpenReadyAsync(server, foreign.Agent(1)),
                Customer = await Visitor.RequestChatAsync(server, centre),
                OtherCustomer = await Visitor.RequestChatAsync(server, centre, agent: 2),
                ForeignCustomer = await Visitor.RequestChatAsync(server, foreign),
            };
            scene.ChatId = await scene.Agent.AcceptNextAsync();
            scene.OtherChatId = await scene.OtherAgent.AcceptNextAsync();
            scene.ForeignChatId = await scene.ForeignAgent.AcceptNextAsync();
            foreach (var (name, user) in new[] { ("agent", centre.Agent(1)), ("other agent", centre.Agent(2)), ("supervisor", centre.Supervisor(1)), ("far supervisor", centre.Supervisor(3)), ("admin", centre.Admin),
                ("foreign agent", foreign.Agent(1)), ("foreign supervisor", foreign.Supervisor(1)) })
            {
                scene._who[name] = Api.User(server, user);
            }

            scene._who["nobody"] = Api.Anonymous(server);
            scene._who["nobody with a wrong password"] = Api.User(server, centre.Agent(1), "wrong");
            return scene;
        }

        public Api Who(string name) => _who[name];

        /// <summary>What the chat is to those whose it is.</summary>
        public async Task<string> StateAsync() => string.Join('\n',
            WrongPeople.Words(await Agent.Api.GetAsync($"/api/v2/me/chats/{ChatId}")), WrongPeople.Words(await Agent.Api.GetAsync($"/api/v2/me/chats/{ChatId}/messages")),
            WrongPeople.Words(await OtherAgent.Api.GetAsync("/api/v2/me/chats?fields=*")), WrongPeople.Words(await Customer.Api.GetAsync(Customer.Path)),
            WrongPeople.Words(await Customer.Api.GetAsync($"{Customer.Path}/messages?index=0")));

        public async ValueTask DisposeAsync()
        {
            foreach (var desk in new[] { Agent, OtherAgent, ForeignAgent })
            {
                await desk.DisposeAsync();
            }

            _who.Values.ToList().ForEach(static a => a.Dispose());
            Customer.Dispose();
            OtherCustomer.Dispose();
            ForeignCustomer.Dispose();
        }
    }
}
