using static OrleansChat.Domain.Refusal;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Domain.Chats;

/// <summary>Intrude, monitoring, and the three switches (decisions 10–16).</summary>
public static partial class Chat
{
    private static Decision<Evt> Intrude(ChatState chat, ChatCommand.Intrude intrude, DateTimeOffset now, ChatLimits limits)
    {
        var (supervisor, monitoring) = (intrude.Supervisor, intrude.Monitoring);
        if (supervisor.RefusalFor(intrude.AgentId) is { } why)
        {
            return why;
        }

        if (intrude.Mode.IsUnknown)
        {
            return ModeUnknown;
        }

        if (!HasAgent(chat, intrude.AgentId))
        {
            return ChatUnknown;
        }

        if (monitoring is null && intrude.RequiresMonitoring)
        {
            return NotMonitoring;
        }

        if ((intrude.Mode.Mode ?? monitoring?.Mode) is not { } mode)
        {
            return ModeMissing;
        }

        if (chat.Find(supervisor.UserId) is { IsOpen: true })
        {
            return NotInThisState;
        }

        return chat.SupervisorsOpen >= limits.SupervisorsMax || !chat.HasRoomForSupervisor(supervisor.UserId, limits)
            ? LimitExceeded
            : InviteSupervisor(supervisor.UserId, supervisor.UserName, intrude.AgentId, InvitationSource.Intrude, mode, monitoring?.Nickname ?? "", now);
    }

    private static Decision<Evt> InviteMonitor(ChatState chat, ChatCommand.InviteMonitor invite, DateTimeOffset now, ChatLimits limits)
    {
        var known = chat.Find(invite.UserId);
        if (known is { IsOpen: true } || known?.InvitedVersion > invite.JoinedVersion || !HasAgent(chat, invite.AgentId))
        {
            return Decision<Evt>.Nothing;                              // already in it, asked at this join before, or the chat went on without the agent
        }

        if (chat.SupervisorsOpen >= limits.SupervisorsMax || !chat.HasRoomForSupervisor(invite.UserId, limits))
        {
            return LimitExceeded;
        }

        var invited = InviteSupervisor(invite.UserId, invite.UserName, invite.AgentId, InvitationSource.Monitoring, invite.Mode, invite.Nickname, now);
        return invite.AutoJoinParticipantId is not { } participantId ? invited : ImmutableArray.Create<Evt>(
            invited, new Evt.Joined(invite.UserId, participantId, invite.Nickname.Length > 0 ? invite.Nickname : invite.UserName, now));
    }

    /// <summary>Whether this very agent is chatting in the chat: whoever supervises another one comes for nobody.</summary>
    private static bool HasAgent(ChatState chat, string agentId) => chat.Find(agentId) is { IsChatting: true, Role: ParticipantRole.Agent };

    /// <summary>Any mode to any other; the mode one is in: nothing happens (decision 14).</summary>
    private static Decision<Evt> SwitchMode(ChatState chat, Participant me, SupervisorMode to, DateTimeOffset now, ChatLimits limits) => me switch
    {
        { Role: not ParticipantRole.Supervisor } => NotAllowed,
        { IsChatting: false } => NotInThisState,
        { Mode: { } from } when from != to && !chat.HasRoomForSupervisor(me.UserId, limits) => LimitExceeded,
        { Mode: { } from } when from != to => new Evt.ModeSwitched(me.UserId, from, to, now),
        _ => Decision<Evt>.Nothing,
    };

    /// <summary>A supervisor's invitation has no no-answer time-out (decision 11).</summary>
    private static Evt.Invited InviteSupervisor(
        string userId, string userName, string agentId, InvitationSource source, SupervisorMode mode, string nickname, DateTimeOffset now) =>
        new(userId, userName, ParticipantRole.Supervisor, source, mode, nickname, null, now, agentId);
}
