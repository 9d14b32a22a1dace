#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>One stay of a user in a chat, from the invitation to the end.</summary>
internal sealed class Stint(Evt.Invited invited, long invitedAt)
{
    private readonly List<(long Version, ParticipantState State)> _states = [(invitedAt, ParticipantState.Invited)];

    public string UserId => invited.UserId;
    public ParticipantRole Role => invited.Role;
    public InvitationSource Source => invited.Source;
    public string? AskedBy => invited.AskedBy;
    public string? QueueName => invited.QueueName;
    public string AgentId => invited.AgentId ?? "";
    public DateTimeOffset? AnswerDue => invited.AnswerDue;
    public long InvitedAt => invitedAt;

    public SupervisorMode? Mode { get; set; } = invited.Mode;
    public bool IsConsultant { get; set; } = invited.Source == InvitationSource.Consult;

    /// <summary>Orders the participants: the version at which the user joined, or became visible to more (decision 27).</summary>
    public long Place { get; set; }

    public ParticipantState State => _states[^1].State;
    public bool IsInvited => State == ParticipantState.Invited;
    public bool IsChatting => State == ParticipantState.Chatting;
    public bool IsOpen => IsOpenState(State);
    public bool IsSupervisor => Role == ParticipantRole.Supervisor;

    /// <summary>An agent whom the customer sees and who is there.</summary>
    public bool Serves => IsChatting && !IsSupervisor && !IsConsultant;

    public Visibility Visibility => Mode switch
    {
        SupervisorMode.Monitor => Visibility.Supervisors,
        SupervisorMode.Coach => Visibility.Agents,
        SupervisorMode.BargeIn => Visibility.All,
        _ => IsConsultant ? Visibility.Agents : Visibility.All,
    };

    /// <summary>Whose log this user reads (decision 3).</summary>
    public int Audience => IsSupervisor ? 2 : 1;

    public bool HasJoined => _states.Exists(static s => s.State == ParticipantState.Chatting);

    /// <summary>The version after which the user reads nothing more.</summary>
    public long EndedAt => IsOpen ? long.MaxValue : _states[^1].Version;

    public void Become(ParticipantState state, long atVersion) => _states.Add((atVersion, state));

    public bool WasEver(ParticipantState state) => _states.Exists(s => s.State == state);

    /// <summary>The state at a version; <see langword="null"/> before the invitation.</summary>
    public ParticipantState? StateAt(long atVersion) => _states.FindLastIndex(s => s.Version <= atVersion) is var place and >= 0 ? _states[place].State : null;

    /// <summary>What it became after a version.</summary>
    public IEnumerable<ParticipantState> StatesAfter(long version) => _states.Where(s => s.Version > version).Select(static s => s.State);

    public static bool IsOpenState(ParticipantState? state) => state is not (null or ParticipantState.Completed or ParticipantState.Revoked);
}

/// <summary>Somebody has asked a user or a queue in, and waits.</summary>
internal sealed record Asking(string UserId, InvitationSource Kind, string? TargetId, string? QueueName, DateTimeOffset Due)
{
    public bool LedTo(Stint stint) => stint.AskedBy == UserId && stint.Source == Kind && (TargetId is null ? stint.QueueName == QueueName : stint.UserId == TargetId);
}
#endif
