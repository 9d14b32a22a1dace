namespace OrleansChat.Domain.Chats;

/// <summary>
/// How often people come: in, or into another visibility. Each coming leads to one going at most, and going is refused to nobody, so the log ends
/// where coming ends. Nobody is refused for what is hidden from them (decision 8): agents are counted as those are shown them who would be shown one
/// more, and what a supervisor did before counts for this supervisor.
/// </summary>
public static partial class Chat
{
    /// <summary>Whether an agent may come with this visibility. Who may ask for it, or give the chat back, has seen every agent that is counted.</summary>
    private static bool HasRoomForAgent(this ChatState chat, Visibility visibility, ChatLimits limits) =>
        chat.Authors.Count(a => a.Role == ParticipantRole.Agent && a.Visibility == visibility) < limits.AgentComingsMax;

    /// <summary>
    /// Whether this supervisor may come, or switch. One who goes to and fro takes nobody else's share: what is shown to agents does not depend on what other
    /// supervisors do where agents do not see them, unless more than <see cref="ChatLimits.SupervisorsMax"/> of them use theirs up.
    /// </summary>
    private static bool HasRoomForSupervisor(this ChatState chat, string userId, ChatLimits limits)
    {
        var supervisors = chat.Authors.FindAll(static a => a.Role == ParticipantRole.Supervisor);
        return supervisors.Count < limits.SupervisorComingsMax && supervisors.Count(a => a.UserId == userId) < limits.ComingsMax;
    }
}
