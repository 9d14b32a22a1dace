#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Simulation.Actors;

/// <summary>An agent: comes and goes, takes what is offered or does not, and works on it.</summary>
internal sealed class AgentActor(SimulatedFloor floor, SimulatedDesk desk) : UserActor(floor, desk)
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(8);

    private DateTimeOffset _forgetAt;
    private DateTimeOffset _awayUntil;

    protected override async Task ActAsUserAsync()
    {
        if (!Floor.IsCalm && Floor.Clock.GetUtcNow() < _awayUntil) return;
        var user = await User.Grain.GetAsync();
        if (!user.SessionOn) await RunAsync("starts the session", static (u, a) => u.StartSessionAsync(a.Key));
        else if (Floor.IsCalm && Floor.Clock.GetUtcNow() >= _forgetAt) await ForgetDeclinedAsync();
        else if (user.Chat.DoNotDisturb && Floor.IsCalm) await ChangeAsync(ChannelOperation.DoNotDisturbOff);
        else if (user.Chat.State != AgentState.Ready && (Floor.IsCalm || Dice.Next(2) == 0)) await ChangeAsync(ChannelOperation.Ready);
        else if (Chats is { Count: > 0 } chats && (Floor.IsCalm || Dice.Next(8) > 0)) await WorkAsync((Floor.IsCalm ? chats.Find(static c => c.Chat.State == ParticipantState.Invited) : null) ?? Dice.Any(chats));
        else if (!Floor.IsCalm && Dice.Next(4) == 0) await MoveAsync();
    }

    /// <summary>Who goes NotReady and Ready may be offered again what they have declined (decision 31).</summary>
    private async Task ForgetDeclinedAsync()
    {
        await ChangeAsync(ChannelOperation.NotReady);
        await ChangeAsync(ChannelOperation.Ready);
        _forgetAt = Floor.Clock.GetUtcNow() + ForgetEvery;
    }

    private Task WorkAsync(ViewedChat chat) => chat.Chat.State switch
    {
        ParticipantState.Invited when Floor.IsCalm || Dice.Next(4) > 0 => AcceptAsync(chat.Chat.Id),
        ParticipantState.Invited => Dice.Next(2) == 0 ? RejectAsync(chat.Chat.Id) : Task.CompletedTask,
        ParticipantState.LeftChat when Dice.Next(2) == 0 => TalkAsync(chat.Chat.Id),
        ParticipantState.LeftChat or ParticipantState.JoinFailed => CompleteAsync(chat.Chat.Id),
        _ => TalkAsync(chat.Chat.Id),
    };

    /// <summary>Away means that nobody answers what is offered (decision 31).</summary>
    private Task MoveAsync()
    {
        switch (Dice.Next(12))
        {
            case 0: return User.LogOutAsync();
            case 1: return User.LogOutEverywhereAsync();
            case 2: return ChangeAsync(ChannelOperation.Offline);
            case 3: return ChangeAsync(ChannelOperation.DoNotDisturbOn);
            case 4: return ChangeAsync(ChannelOperation.DoNotDisturbOff);
            case < 8: return ChangeAsync(ChannelOperation.NotReady);
            case < 10:
                _awayUntil = Floor.Clock.GetUtcNow() + Dice.Between(15_000, 40_000);
                return Task.CompletedTask;
            default: return Task.CompletedTask;
        }
    }

    /// <summary>Rows 33 and 36 need the role.</summary>
    private Task ChangeAsync(ChannelOperation operation) =>
        User.Person?.Roles.HasFlag(Roles.Agent) == true ? RunAsync($"changes to {operation}", (u, a) => u.ChangeChannelAsync(operation, a.Key)) : Task.CompletedTask;

    private Task RunAsync(string what, Func<IUserGrain, Attempt, Task<ChatReply>> doAsync) => Floor.Errands.RunAsync(Errand.OfUser(User, what, User.UserId, doAsync));
}
#endif
