#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Tests.Simulation.Actors;

/// <summary>Whoever logs in, and what they may do in a chat as an agent of it; a supervisor who is asked in by name is one too.</summary>
internal abstract class UserActor(SimulatedFloor floor, SimulatedDesk desk) : Actor(floor)
{
    protected SimulatedUser User => desk.User;

    protected List<ViewedChat> Chats => [.. desk.View.Chats];

    protected override async Task ActAsync()
    {
        if (await User.EnterAsync()) await ActAsUserAsync();
    }

    protected abstract Task ActAsUserAsync();

    protected Task AcceptAsync(string chatId) => DoAsync(
        "accepts", chatId, (c, a) => c.AcceptAsync(User.UserId, null, a.ReferenceId, a.Key), wantsReference: true, [ParticipantState.Chatting, ParticipantState.JoinFailed]);

    protected Task RejectAsync(string chatId) => DoAsync("rejects", chatId, (c, a) => c.RejectAsync(User.UserId, a.Key), leads: [ParticipantState.Completed]);

    /// <summary>A supervisor whom somebody asked in meanwhile is invited with it.</summary>
    protected Task LeaveAsync(string chatId) => WithFarewellAsync(
        "leaves", chatId, (c, a, farewell) => c.LeaveAsync(User.UserId, farewell, a.Key), leads: [ParticipantState.Completed, ParticipantState.LeftChat, ParticipantState.Invited]);

    protected Task CompleteAsync(string chatId) => DoAsync("completes", chatId, (c, a) => c.CompleteAsync(User.UserId, null, null, a.Key), leads: [ParticipantState.Completed]);

    protected Task SayAsync(string chatId, Visibility visibility) => DoAsync(
        visibility == Visibility.All ? "says" : "says to agents", chatId, (c, a) => c.SayAsync(User.UserId, EntryKind.Text, visibility, a.Text, null, null, a.Key), text: Floor.NewText());

    protected Task TypeAsync(string chatId, Visibility visibility)
    {
        var kind = Dice.Next(2) == 0 ? EntryKind.TypingStarted : EntryKind.TypingStopped;
        return DoAsync("types", chatId, (c, a) => c.SayAsync(User.UserId, kind, visibility, "", null, null, a.Key));
    }

    protected Task FocusAsync(string chatId) => DoAsync("focuses", chatId, (c, a) => c.SetInFocusAsync(User.UserId, a.Key));

    protected Task SwitchAsync(string chatId, SupervisorMode mode) => DoAsync($"switches to {mode}", chatId, (c, a) => c.SwitchModeAsync(User.UserId, mode, a.Key), leads: [ParticipantState.Chatting]);

    /// <summary>What an agent does in a chat.</summary>
    protected Task TalkAsync(string chatId) => Dice.Next(36) switch
    {
        < 8 => SayAsync(chatId, Visibility.All),
        < 12 => SayAsync(chatId, Visibility.Agents),
        < 14 => TypeAsync(chatId, Dice.Next(2) == 0 ? Visibility.All : Visibility.Agents),
        < 17 => AttachAsync(chatId),
        17 => FocusAsync(chatId),
        18 => LeaveAsync(chatId),
        19 => CompleteAsync(chatId),
        20 when !Floor.IsCalm => WithFarewellAsync("places in a queue", chatId, (c, a, farewell) => c.CompleteAsync(User.UserId, AnyQueue(), farewell, a.Key), leads: [ParticipantState.Completed]),
        21 or 22 => AskAsync("transfers", chatId, (c, a, to, farewell) => c.TransferAsync(User.UserId, to, farewell, a.ReferenceId, a.Key), withFarewell: true),
        23 or 24 => AskAsync("invites", chatId, (c, a, to, _) => c.InviteAsync(User.UserId, to, a.ReferenceId, a.Key)),
        25 or 26 or 27 => AskAsync("consults", chatId, (c, a, to, _) => c.ConsultAsync(User.UserId, to, a.ReferenceId, a.Key)),
        28 => DoAsync("cancels the consultation", chatId, (c, a) => c.CancelConsultAsync(User.UserId, a.ReferenceId, a.Key), wantsReference: true),
        29 => RemoveAsync(chatId),
        _ => ReadAsync(chatId),
    };

    /// <summary>Rows 38 and 39: what a user reads was so, holds everything acknowledged, and is the same when read again (I8, I9).</summary>
    protected async Task ReadAsync(string chatId)
    {
        if (Floor.Truth.Find(chatId) is not { } truth) return;
        var grain = Floor.Grains.GetGrain<IChatGrain>(chatId);
        var version = truth.Acknowledged;
        if ((await grain.GetAsync(User.UserId)).Chat is { } chat) DeskChecks.MustBeSo(Floor, User, chat, version, User.Name);
        var index = Dice.Next(3);
        var (first, second) = (await grain.GetMessagesAsync(User.UserId, index), await grain.GetMessagesAsync(User.UserId, index));
        if (first.Refusal is not null || second.Refusal is not null) return;
        var audience = truth.MustHold(User.UserId, second.Entries, User.Name);
        truth.MustHold(User.UserId, first.Entries, User.Name);
        var least = audience < 0 ? 0 : truth.Log.LengthAt(audience, version);
        if (first.NextIndex - 1 < least) Floor.Fail($"{User.Name} reads up to {first.NextIndex - 1} of {chatId}, where {least} were acknowledged");
        var again = second.Entries.Take(first.Entries.Length).Select(static e => (e.Index, e.Text));
        if (first.NextIndex <= second.NextIndex && !first.Entries.Select(static e => (e.Index, e.Text)).SequenceEqual(again))
        {
            Floor.Fail($"{User.Name} reads {first.Entries.Length} entries of {chatId}, and then others");
        }
    }

    protected async Task DoAsync(string what, string chatId, Func<IChatGrain, Attempt, Task<ChatReply>> doAsync, bool wantsReference = false, ImmutableArray<ParticipantState>? leads = null, string? text = null)
    {
        var errand = Errand.InChat(Floor, User, what, chatId, doAsync) with { WantsReference = wantsReference, Leads = leads ?? [], Text = text };
        if (await Floor.Errands.RunAsync(errand) is { Refusal: null } reply) await MustReadOwnAsync(chatId, reply);
    }

    /// <summary>Who did something waits until they are told that they may, and reads it then: in their list and in the chat (decision 19, I8).</summary>
    protected async Task MustReadOwnAsync(string chatId, ChatReply reply)
    {
        var asked = Floor.Clock.GetUtcNow();
        if (reply.NotesDue) await User.Grain.WaitForChatAsync(chatId, reply.Version);
        if (Floor.Clock.GetUtcNow() - asked >= SimulatedFloor.OwnReadsMax) return;
        var truth = Floor.Truth.Find(chatId)!;
        var isListed = (await User.Grain.GetAsync()).ChatIds.Contains(chatId);
        if (truth.HasSince(User.UserId, reply.Version) is { } has && has != isListed)
            Floor.Fail($"{User.Name} is answered {reply} of {chatId}, and then their list {(isListed ? "has" : "lacks")} it");
        await ReadAsync(chatId);
    }

    /// <summary>Of two requests of five, a text comes first: with the act or not at all.</summary>
    private Task WithFarewellAsync(string what, string chatId, Func<IChatGrain, Attempt, FarewellInfo?, Task<ChatReply>> doAsync, ImmutableArray<ParticipantState> leads)
    {
        var text = Dice.Next(5) < 2 ? Floor.NewText() : null;
        return DoAsync(what, chatId, (c, a) => doAsync(c, a, text is null ? null : new FarewellInfo(a.Text, null)), leads: leads, text: text);
    }

    private Task AttachAsync(string chatId)
    {
        ImmutableArray<UserDataInfo> set = [new($"k{Dice.Next(3)}", Floor.NewText(), false)];
        ImmutableArray<string> removed = Dice.Next(2) == 0 ? [$"k{Dice.Next(3)}"] : [];
        return DoAsync("attaches data", chatId, (c, a) => c.ChangeUserDataAsync(User.UserId, set, removed, a.ReferenceId, a.Key), wantsReference: true);
    }

    /// <summary>Whether a user can be reached is asked before each request, as the API host does it.</summary>
    private Task AskAsync(string what, string chatId, Func<IChatGrain, Attempt, TargetInfo, FarewellInfo?, Task<ChatReply>> doAsync, bool withFarewell = false)
    {
        var text = withFarewell && Dice.Next(3) == 0 ? Floor.NewText() : null;
        var (userId, queue) = Dice.Next(3) == 0 ? ((string?)null, AnyQueue()) : (FloorPeople.IdOf(Dice.Next(5) == 0 ? Dice.Any(FloorPeople.Supervisors) : Dice.Any(FloorPeople.Agents)), null);
        return DoAsync($"{what} {queue ?? FloorPeople.NameOf(userId!)}", chatId, async (c, a) =>
        {
            var isReachable = userId is null || (await User.GrainOf(userId).GetAsync()).IsReachable;
            return await doAsync(c, a, new TargetInfo(userId, queue, isReachable), text is null ? null : new FarewellInfo(a.Text, null));
        }, wantsReference: true, text: text);
    }

    private Task RemoveAsync(string chatId)
    {
        var removed = FloorPeople.IdOf(Dice.Any(FloorPeople.Agents));
        return DoAsync("removes somebody", chatId, (c, a) => c.RemoveParticipantAsync(User.UserId, removed, null, a.Key));
    }

    private string AnyQueue() => Dice.Next(2) == 0 ? FloorPeople.Queue : FloorPeople.OtherQueue;
}
#endif
