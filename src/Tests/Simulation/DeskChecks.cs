#if ORLEANS_LOCAL
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Tests.Simulation.Truths;
using static OrleansChat.Domain.Chats.Capability;

namespace OrleansChat.Tests.Simulation;

/// <summary>What a notification session is told must be its user's to know, and a position must mean one thing (I6, I11).</summary>
internal sealed class DeskChecks(SimulatedFloor floor, SimulatedUser user, string name)
{
    /// <summary>As decisions 15 and 26 have them, and section 4.2 of the contract.</summary>
    private static readonly ImmutableArray<Capability> ToSupervisors =
    [
        Leave, SetInFocus, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData, Transfer, Invite, Consult, SendToAgents, SendStartTypingToAgentsNotification,
        SendStopTypingToAgentsNotification, SendMessage, SendStartTypingNotification, SendStopTypingNotification,
    ];

    private static readonly Dictionary<(ParticipantState, SupervisorMode?), ImmutableArray<Capability>> Capable = new()
    {
        [(ParticipantState.Chatting, null)] =
        [
            Transfer, Leave, Invite, Consult, SetInFocus, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData, SendToAgents, SendStartTypingToAgentsNotification,
            SendStopTypingToAgentsNotification, Complete, SendMessage, SendStartTypingNotification, SendStopTypingNotification,
        ],
        [(ParticipantState.LeftChat, null)] = [Transfer, SetInFocus, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData, Complete],
        [(ParticipantState.JoinFailed, null)] = [SetInFocus, Complete, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData],
        [(ParticipantState.Chatting, SupervisorMode.Monitor)] = [.. ToSupervisors, SwitchToCoach, SwitchBargeIn],
        [(ParticipantState.Chatting, SupervisorMode.Coach)] = [.. ToSupervisors, SwitchToMonitor, SwitchBargeIn],
        [(ParticipantState.Chatting, SupervisorMode.BargeIn)] = [.. ToSupervisors, SwitchToMonitor, SwitchToCoach],
    };

    private readonly Dictionary<long, NotificationInfo> _positions = [];
    private string _loginId = "";

    /// <summary>A session of this login has opened.</summary>
    public void Open(string loginId)
    {
        _loginId = loginId;
        _positions.Clear();
    }

    public void Check(Delivery delivery, NotificationInfo told)
    {
        var isNew = _positions.TryAdd(delivery.Position, told) || ReferenceEquals(_positions[delivery.Position], told);
        if (!isNew) floor.Fail($"{name}: position {delivery.Position} meant {_positions[delivery.Position]}, and means {told} now");
        if (told.ReferenceId is { } referenceId && !user.HasAsked(referenceId)) floor.Fail($"{name} is told {told.Kind} with the referenceId {referenceId}, which is not theirs");
        if (told.Kind == NotificationKind.ChannelStateChange) return;
        var chatId = told.Chat?.Id ?? told.ChatId;
        if (floor.Truth.Find(chatId) is not { } truth || truth.Find(user.UserId) is null)
        {
            floor.Fail($"{name} is told {told.Kind} of {chatId}, which they were never in");
            return;
        }

        if (told.Kind == NotificationKind.NewMessages)
        {
            var audience = truth.MustHold(user.UserId, told.Entries, name);
            var commit = truth.Log.CommitOf(audience < 0 ? 2 : audience, told.Entries[^1].Index);
            if (commit > user.OverAt(_loginId)) floor.Fail($"{name} is told what commit {commit} of {chatId} wrote, and the login was over at {user.OverAt(_loginId)}");
        }

        if (told.Chat is { } chat) MustBeSo(floor, user, chat, 0, name);
    }

    /// <summary>A chat as a user is shown it: their own state as it was, the participants whom they may see, and what they may do.</summary>
    public static void MustBeSo(SimulatedFloor floor, SimulatedUser user, ChatInfo chat, long sinceVersion, string name)
    {
        var truth = floor.Truth.Find(chat.Id)!;
        if (!truth.WasEver(user.UserId, chat.State, isSupervisor: chat.Mode is not null)) floor.Fail($"{name} is shown {chat.Id} in {chat.State} {chat.Mode}, where they never were");
        ImmutableArray<Capability> capable = chat.State == ParticipantState.Invited ? [Accept, Reject] : Capable.GetValueOrDefault((chat.State, chat.Mode), []);
        if (!chat.Capabilities.SequenceEqual(capable)) floor.Fail($"{name} is shown {chat.Id} in {chat.State} {chat.Mode} with {string.Join(' ', chat.Capabilities)}");
        truth.MustShow(user.UserId, chat.Participants, sinceVersion, name);
    }
}
#endif
