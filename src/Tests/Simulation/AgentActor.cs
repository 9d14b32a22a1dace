#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Simulation;

/// <summary>An agent.</summary>
internal sealed class AgentActor(SimulatedFloor floor, SimulatedDesk desk) : Actor(floor)
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(8);

    private DateTimeOffset _forgetAt;

    private string Name => SimulatedFloor.People.ById(desk.UserId)!.UserName;

    private IUserGrain User => Floor.Grains.GetGrain<IUserGrain>(desk.UserId);

    protected override async Task ActAsync()
    {
        var user = await User.GetAsync();
        if (!user.SessionOn) await User.StartSessionAsync();
        else if (Floor.IsCalm && Floor.Clock.GetUtcNow() >= _forgetAt) await ForgetDeclinedAsync();
        else if (user.Chat.State != AgentState.Ready && (Floor.IsCalm || Dice.Next(2) == 0)) await User.ChangeChannelAsync(ChannelOperation.Ready);
        else if (desk.View.Chats.ToList() is { Count: > 0 } chats) await WorkAsync(Floor.IsCalm && chats.Find(static c => c.Chat.State == ParticipantState.Invited) is { } offer ? offer.Chat : Dice.Any(chats).Chat);
        else if (!Floor.IsCalm && Dice.Next(6) == 0) await (Dice.Next(4) == 0 ? User.EndSessionAsync("") : User.ChangeChannelAsync(ChannelOperation.NotReady));
    }

    /// <summary>Who goes NotReady and Ready may be offered again what they have declined (decision 31).</summary>
    private async Task ForgetDeclinedAsync()
    {
        await User.ChangeChannelAsync(ChannelOperation.NotReady);
        await User.ChangeChannelAsync(ChannelOperation.Ready);
        _forgetAt = Floor.Clock.GetUtcNow() + ForgetEvery;
    }

    private async Task WorkAsync(ChatInfo chat)
    {
        var isDone = chat.State switch
        {
            ParticipantState.Invited when Floor.IsCalm || Dice.Next(4) > 0 => await DoAsync(Name, "accepts", chat.Id, c => c.AcceptAsync(desk.UserId, null, Dice.Next(1_000))),
            ParticipantState.Invited => Dice.Next(2) == 0 && await DoAsync(Name, "rejects", chat.Id, c => c.RejectAsync(desk.UserId)),
            ParticipantState.LeftChat or ParticipantState.JoinFailed => await DoAsync(Name, "is done", chat.Id, c => c.CompleteAsync(desk.UserId, null, null)),
            _ => await TalkAsync(chat.Id),
        };
        if (isDone) await MustReadOwnAsync(chat.Id);
    }

    private async Task<bool> TalkAsync(string chatId)
    {
        var text = Floor.NewText();
        return Dice.Next(30) switch
        {
            < 8 => await DoAsync(Name, "says", chatId, c => c.SayAsync(desk.UserId, EntryKind.Text, Visibility.All, text, null, null), text),
            < 12 => await DoAsync(Name, "says to agents", chatId, c => c.SayAsync(desk.UserId, EntryKind.Text, Visibility.Agents, text, null, null), text),
            < 15 => await DoAsync(Name, "types", chatId, c => c.SayAsync(desk.UserId, Dice.Next(2) == 0 ? EntryKind.TypingStarted : EntryKind.TypingStopped, Visibility.All, "", null, null)),
            < 18 => await DoAsync(Name, "attaches data", chatId, c => c.ChangeUserDataAsync(desk.UserId, [new UserDataInfo($"k{Dice.Next(3)}", text, false)], [$"k{Dice.Next(3)}"], Dice.Next(1_000))),
            18 => await DoAsync(Name, "focuses", chatId, c => c.SetInFocusAsync(desk.UserId)),
            19 => await DoAsync(Name, "leaves", chatId, c => c.LeaveAsync(desk.UserId, null)),
            20 => await DoAsync(Name, "completes", chatId, c => c.CompleteAsync(desk.UserId, null, null)),
            21 when !Floor.IsCalm => await DoAsync(Name, "places in the queue", chatId, c => c.CompleteAsync(desk.UserId, Simulation.Floor.Queue, null)),
            22 => await DoAsync(Name, "transfers", chatId, c => c.TransferAsync(desk.UserId, Somebody(), null, Dice.Next(1_000))),
            23 => await DoAsync(Name, "invites", chatId, c => c.InviteAsync(desk.UserId, Somebody(), Dice.Next(1_000))),
            24 or 25 => await DoAsync(Name, "consults", chatId, c => c.ConsultAsync(desk.UserId, Somebody(), Dice.Next(1_000))),
            26 => await DoAsync(Name, "cancels the consultation", chatId, c => c.CancelConsultAsync(desk.UserId, Dice.Next(1_000))),
            27 => await DoAsync(Name, "removes somebody", chatId, c => c.RemoveParticipantAsync(desk.UserId, Somebody().UserId!, null)),
            _ => await DoAsync(Name, "looks", chatId, c => Task.FromResult(new ChatReply(0))),
        };
    }

    private TargetInfo Somebody() => new(SimulatedFloor.People.ByName(Dice.Any(Simulation.Floor.Agents))!.UserId, null, true);

    /// <summary>Who did something reads it at once (I8).</summary>
    private async Task MustReadOwnAsync(string chatId)
    {
        var truth = Floor.Truth.Find(chatId)!;
        var acknowledged = truth.AcknowledgedLength(1);
        var messages = await Floor.Grains.GetGrain<IChatGrain>(chatId).GetMessagesAsync(desk.UserId, 0);
        if (messages.Refusal is not null) return;
        truth.MustHold(1, messages.Entries, Name);
        if (messages.Entries.Length < acknowledged) Floor.Fail($"{Name} reads {messages.Entries.Length} entries of {chatId}, where {acknowledged} were acknowledged");
    }
}
#endif
