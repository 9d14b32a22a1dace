using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults.Histories;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>The chats that are asked for, accepted and completed all the while, and two that are left undone.</summary>
public sealed partial class TalkingFloor
{
    private const string Unanswered = "nobody accepts";
    private const string Uncompleted = "nobody completes";

    private readonly List<CustomerSide> _undone = [];
    private readonly TaskCompletionSource<string> _unanswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _uncompleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, Errand> _errands = new(StringComparer.Ordinal);

    /// <summary>Has a chat offered that nobody accepts, and another accepted and left that nobody completes. Once; returns their ids when that is acknowledged.</summary>
    public async Task<(string Unanswered, string Uncompleted)> LeaveUndoneAsync()
    {
        foreach (var subject in new[] { Unanswered, Uncompleted }) _undone.Add(await CustomerSide.RequestChatAsync(_server, subject, subject));
        return (await _unanswered.Task.WaitAsync(Patience), await _uncompleted.Task.WaitAsync(Patience));
    }

    private async Task AskAsync(string name)
    {
        using var pause = new PeriodicTimer(RepeatAfter);
        for (var number = 1; !_ending.IsCancellationRequested; number++)
        {
            await Lives.Up;
            var errand = _errands[$"{name} {number}"] = new Errand($"{name} {number}");
            try
            {
                errand.Customer = await CustomerSide.RequestChatAsync(_server, errand.Subject, errand.Subject);
                Lives.Acknowledged();
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                await pause.WaitForNextTickAsync();
                continue;                                               // unknown: perhaps it is offered
            }

            await errand.Done.Task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>An agent's errand: accept, greet, complete; each again until it is known to be done.</summary>
    private async Task HandleAsync(Listening agent, string chatId, string subject)
    {
        await DoForSureAsync(subject, () => agent.Desk.DoAsync(chatId, "Accept"));
        await Lives.Up;
        await _recorder.SayAsync(subject, agent.Desk.UserName, Reader.Customer, $"{subject}: hello", () => agent.Desk.DoAsync(chatId, "SendMessage", ("text", $"{subject}: hello")));
        await DoForSureAsync(subject, () => agent.Desk.DoAsync(chatId, "Complete"));
        if (_errands.TryGetValue(subject, out var errand))
        {
            errand.Done.TrySetResult();
        }
    }

    private Task LeaveUnansweredAsync(string chatId)
    {
        _unanswered.TrySetResult(chatId);
        return Task.CompletedTask;
    }

    private async Task LeaveUncompletedAsync(Listening agent, string chatId)
    {
        await DoForSureAsync(Uncompleted, () => agent.Desk.DoAsync(chatId, "Accept"));
        await DoForSureAsync(Uncompleted, () => agent.Desk.DoAsync(chatId, "Leave"));
        _uncompleted.TrySetResult(chatId);
    }

    private async Task DoForSureAsync(string subject, Func<Task<Answer>> act)
    {
        using var pause = new PeriodicTimer(RepeatAfter);
        for (var wasUnknown = false; ; wasUnknown = true)
        {
            await Lives.Up;
            var (outcome, answer) = await Recorder.TryAsync(act);
            if (outcome == Outcome.Unknown)
            {
                await pause.WaitForNextTickAsync();
                continue;
            }

            Lives.Acknowledged();
            if (outcome == Outcome.Refused && !wasUnknown)
            {
                _wrong.Enqueue($"{subject}: {answer}");
            }

            return;
        }
    }

    private IEnumerable<string> ErrandProblems(Errand errand)
    {
        var states = _desks.Select(d => (d.Desk.UserName, Told: d.StatesOf(errand.Subject))).Where(static d => d.Told is not null).Select(static d => $"{d.UserName} {d.Told}").Order(StringComparer.Ordinal).ToArray();
        // The agent's teller calls who monitors them; a chat that was completed before that has nobody to watch any more.
        if (states is not (["agent4 Invited Chatting Completed"] or ["agent5 Invited Chatting Completed"] or ["agent5 Invited Chatting Completed", "supervisor2 Invited Revoked"]))
        {
            yield return $"{errand.Subject}: {string.Join(", ", states)}";
        }

        var joined = errand.Entries.Count(static e => (string?)e!["type"] == "ParticipantJoined" && (string?)e["from"]!["type"] == "Agent");
        if (joined != 1)
        {
            yield return $"{errand.Subject}: {joined} agents joined";
        }
    }

    private sealed class Errand(string subject)
    {
        public string Subject => subject;

        public CustomerSide? Customer { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<JsonNode?> Entries { get; set; } = [];
    }
}
