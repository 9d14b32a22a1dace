using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;

namespace OrleansChat.Domain.Users;

/// <summary>A recorded fact about a user.</summary>
public abstract record UserEvent(DateTimeOffset At)
{
    /// <summary>The contact-centre session began; the channel is NotReady (decision 32).</summary>
    public sealed record SessionStarted(DateTimeOffset At) : UserEvent(At);

    /// <summary>The contact-centre session ended; the channel is Offline, offers move on, supervised chats are left.</summary>
    public sealed record SessionEnded(DateTimeOffset At) : UserEvent(At);

    /// <summary>The channel's state is another. <c>By</c>: the supervisor or administrator who changed it; absent: the user.</summary>
    public sealed record ChannelChanged(AgentState State, bool DoNotDisturb, DateTimeOffset At, string? By = null) : UserEvent(At);

    /// <summary>A chat told where the user stands in it. <c>Declined</c>: the user rejected or did not answer an offer.</summary>
    public sealed record ChatNoted(string ChatId, ParticipantState State, ParticipantRole Role, long SinceVersion, long NotedVersion, bool Declined, DateTimeOffset At) : UserEvent(At);

    /// <summary>The user joined a chat as an agent: these supervisors, who monitor them, are to be invited into it.</summary>
    public sealed record MonitorsCalled(string ChatId, long ChatVersion, ImmutableArray<Monitoring> Monitors, DateTimeOffset At) : UserEvent(At);

    /// <summary>A supervisor monitors this user from now on; replaces their earlier wish.</summary>
    public sealed record MonitoringStarted(Monitoring Monitoring, DateTimeOffset At) : UserEvent(At);

    /// <summary>A supervisor monitors this user no more.</summary>
    public sealed record MonitoringEnded(string SupervisorId, MonitoringEnd End, DateTimeOffset At) : UserEvent(At);

    /// <summary>The referenceIds up to <c>Through</c> are given out, or lost with the activation that had them.</summary>
    public sealed record ReferenceIdsReserved(int Through, DateTimeOffset At) : UserEvent(At);

    /// <summary>The user logged this login out; its cookie is worth nothing any more.</summary>
    public sealed record LoginEnded(string LoginId, DateTimeOffset At) : UserEvent(At);

    /// <summary>Every login that began before is worth nothing any more: the user logged out everywhere, or lost the right to be in with the change <c>PeopleVersion</c>.</summary>
    public sealed record LoginsEnded(DateTimeOffset At, long? PeopleVersion = null) : UserEvent(At);
}
