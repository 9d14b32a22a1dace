using static OrleansChat.Domain.Chats.Capability;

namespace OrleansChat.Domain.Chats;

/// <summary>The capability lists, in the documented order (decisions 15 and 26).</summary>
public static class Capabilities
{
    private static readonly ImmutableArray<Capability> Invited = [Accept, Reject];

    private static readonly ImmutableArray<Capability> AgentChatting =
    [
        Transfer, Leave, Invite, Consult, SetInFocus, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData, SendToAgents,
        SendStartTypingToAgentsNotification, SendStopTypingToAgentsNotification, Complete, SendMessage, SendStartTypingNotification, SendStopTypingNotification,
    ];

    private static readonly ImmutableArray<Capability> WrapUp = [Transfer, SetInFocus, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData, Complete];

    /// <summary>In the order of the vendor's capture (contract section 4.2).</summary>
    private static readonly ImmutableArray<Capability> NothingToJoin = [SetInFocus, Complete, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData];

    private static readonly ImmutableArray<Capability> SupervisorChatting =
    [
        Leave, SetInFocus, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData, Transfer, Invite, Consult, SendToAgents,
        SendStartTypingToAgentsNotification, SendStopTypingToAgentsNotification, SendMessage, SendStartTypingNotification, SendStopTypingNotification,
    ];

    private static readonly ImmutableArray<Capability> InMonitor = [.. SupervisorChatting, SwitchToCoach, SwitchBargeIn];
    private static readonly ImmutableArray<Capability> InCoach = [.. SupervisorChatting, SwitchToMonitor, SwitchBargeIn];
    private static readonly ImmutableArray<Capability> InBargeIn = [.. SupervisorChatting, SwitchToMonitor, SwitchToCoach];

    public static ImmutableArray<Capability> Of(Participant who) => who switch
    {
        { State: ParticipantState.Invited } => Invited,
        { State: ParticipantState.LeftChat } => WrapUp,
        { State: ParticipantState.JoinFailed } => NothingToJoin,
        { State: ParticipantState.Chatting, Mode: SupervisorMode.Monitor } => InMonitor,
        { State: ParticipantState.Chatting, Mode: SupervisorMode.Coach } => InCoach,
        { State: ParticipantState.Chatting, Mode: SupervisorMode.BargeIn } => InBargeIn,
        { State: ParticipantState.Chatting } => AgentChatting,
        _ => [],
    };
}
