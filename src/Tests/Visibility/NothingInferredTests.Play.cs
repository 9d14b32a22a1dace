using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

public sealed partial class NothingInferredTests
{
    private sealed partial class Play
    {
        private static async Task<int> CountAsync(Func<Task<Answer>> write)
        {
            var count = 0;
            while ((await write()).StatusCode == 0)
            {
                count++;
            }

            return count;
        }

        private Task<Answer> MonitorAsync(Desk desk, string mode) => desk.Api.PostAsync($"/api/v2/users/{agent.UserId}/channels/chat", mode);

        private Task<Answer> IntrudeAsync(Desk desk, string? mode) =>
            desk.Api.PostAsync($"/api/v2/users/{agent.UserId}/chats/{_chatId}", "Intrude", mode is null ? [] : [("supervisorVisibilityMode", mode)]);

        /// <summary>Everything that a supervisor can write; a coach's words reach the agent.</summary>
        private async Task WriteAsync(string? mode)
        {
            foreach (var (operation, field) in mode is null ? [] : new[]
            {
                ("SendStartTypingNotification", ""), ("SendStartTypingToAgentsNotification", ""), ("SendMessage", "text"), ("SendToAgents", "text"), ("SendStopTypingNotification", ""),
                ("SendStopTypingToAgentsNotification", ""), ("SendCustomNotice", "noticeText"), ("SendCustomNoticeToAgents", "noticeText"), ("SetInFocus", ""), ("SendStartTypingNotification", ""),
            })
            {
                _ = (await supervisor.DoAsync(_chatId, operation, field.Length == 0 ? [] : [(field, "unseen words")])).Ok;
            }
        }

        /// <summary>Within what the customer cannot see; a monitor stays one.</summary>
        private async Task SwitchAsync(string? mode)
        {
            foreach (var to in mode switch { null => [], "Monitor" => ["SwitchToMonitor"], _ => new[] { "SwitchToMonitor", "SwitchToCoach" } })
            {
                _ = (await supervisor.DoAsync(_chatId, to)).Ok;
            }
        }

        /// <summary>Leaves, comes back, and a second one comes and is left invited.</summary>
        private async Task ComeBackAsync(string? mode)
        {
            if (mode is not null)
            {
                _ = (await supervisor.DoAsync(_chatId, "Leave")).Ok;
                _ = (await IntrudeAsync(supervisor, null)).Ok;
                _ = (await supervisor.DoAsync(_chatId, "Accept")).Ok;
                _ = (await IntrudeAsync(other, mode)).Ok;
            }
        }

        /// <summary>What is refused to the agent is refused in the same words, whoever else is there.</summary>
        private async Task RefusalsAsync()
        {
            await AgentAsync("Accept");
            await AgentAsync("SwitchToCoach");
            await AgentAsync("Invite", ("targetUri", $"/users/{supervisor.UserId}"));
            await AgentAsync("Consult", ("targetUri", $"/users/{supervisor.UserId}"));
            await AgentAsync("RemoveParticipantFromConference", ("targetUri", $"/users/{supervisor.UserId}"));
            foreach (var path in new[] { $"/api/v2/users/{supervisor.UserId}", $"/api/v2/users/{supervisor.UserId}/chats", "/api/v2/me/chats/ZZZZZZZZZZZZZZZZ", $"/api/v2/chats/{_chatId}/participants" })
            {
                _agentSees.Add(Even(WrongPeople.Words(await agent.Api.GetAsync(path))));
            }

            _agentSees.Add(Even(WrongPeople.Words(await agent.Api.PostAsync($"/api/v2/users/{supervisor.UserId}/chats/{_chatId}", "Intrude"))));
        }

        private async Task AgentAsync(string operation, params (string, JsonNode?)[] parameters) =>
            _agentSees.Add(Even(WrongPeople.Words(await agent.DoAsync(_chatId, operation, parameters))));

        private async Task CustomerAsync(string operation, params (string, JsonNode?)[] parameters) =>
            _customerSees.Add(Even(WrongPeople.Words(await _customer.DoAsync(operation, parameters))));

        /// <summary>Everything told up to a mark that the agent sets in the chat, and everything that can be read.</summary>
        private async Task LookAsync()
        {
            var mark = $"mark {++_mark}";
            await AgentAsync("AttachUserData", ("userData", new JsonObject { ["Mark"] = mark }));
            JsonObject told;
            do
            {
                told = await agent.NextAsync();
                _agentSees.Add(Even(told.ToJsonString()));
            }
            while ((string?)told["notificationType"] != "PropertiesUpdated" || (string?)told["chat"]!["userData"]!["Mark"] != mark);

            await ReadAsync();
        }

        private async Task ReadAsync()
        {
            foreach (var path in new[]
            {
                "me?subresources=*", "me/chats?fields=*", "me/chats", $"me/chats/{_chatId}", $"chats/{_chatId}", $"me/chats/{_chatId}/messages", $"me/chats/{_chatId}/messages?index=4",
                $"me/chats/{_chatId}/messages?index=99",
            })
            {
                _agentSees.Add(Even(WrongPeople.Words(await agent.Api.GetAsync($"/api/v2/{path}"))));
            }

            foreach (var rest in new[] { "", "/messages?index=0", "/messages?index=3", "/messages" })
            {
                _customerSees.Add(Even(WrongPeople.Words(await _customer.Api.GetAsync(_customer.Path + rest))));
            }
        }

        /// <summary>Ids and times are anybody's; numbers that count are not, and stay.</summary>
        private string Even(string raw)
        {
            var text = Time().Replace(raw.Replace(_chatId, "CHAT", StringComparison.Ordinal).Replace(_customer.Handle, "HANDLE", StringComparison.Ordinal), "TIME");
            text = ParticipantId().Replace(text, "PARTICIPANT");
            return Reference().Replace(text, found =>
            {
                var number = int.Parse(found.Groups[1].ValueSpan);
                _firstReference = _firstReference == 0 ? number : _firstReference;
                return $"\"referenceId\":#{number - _firstReference}";
            });
        }
    }
}
