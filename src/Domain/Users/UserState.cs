using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;

namespace OrleansChat.Domain.Users;

/// <summary>A chat in a user's list, as the chat last told it.</summary>
/// <param name="SinceVersion">The chat's version at the invitation of this stint: what came before is not this user's.</param>
/// <param name="NotedVersion">The chat's version at the last telling; older tellings are dropped.</param>
public sealed record UserChat(string ChatId, ParticipantState State, ParticipantRole Role, long SinceVersion, long NotedVersion)
{
    public bool IsOpen => State is not (ParticipantState.Completed or ParticipantState.Revoked);
}

/// <summary>A chat that the user rejected or did not answer: it is not offered to them again for a while (decision 31).</summary>
public sealed record Declined(string ChatId, DateTimeOffset At);

/// <summary>What the events of a user add up to: session, channel, chats, who monitors them, which logins ended.</summary>
public sealed record UserState
{
    /// <summary>Closed chats that are remembered, so that a session that was away can be told how they ended.</summary>
    public const int ClosedChatsMax = 64;

    public const int EndedLoginsMax = 2_048;

    public static readonly UserState New = new();

    public long Version { get; init; }
    public bool SessionOn { get; init; }
    public Channel Chat { get; init; } = new(Channel.Chat, AgentState.Offline, false);

    /// <summary>Since when the user waits for a chat: Ready, or the last offer since then.</summary>
    public DateTimeOffset WaitingSince { get; init; }

    /// <summary>Open chats in the order of their first telling; among them the last closed ones, in the order of their closing.</summary>
    public ImmutableList<UserChat> Chats { get; init; } = [];

    public ImmutableArray<Declined> Declined { get; init; } = [];

    /// <summary>Who monitors this user, in the order of their asking.</summary>
    public ImmutableArray<Monitoring> Monitors { get; init; } = [];

    /// <summary>Logins that were ended by their user one by one, oldest first; without those that are over with all others.</summary>
    public ImmutableArray<string> EndedLogins { get; init; } = [];

    /// <summary>How many times all logins were ended; a login of an earlier generation is over.</summary>
    public int LoginGeneration { get; init; }

    /// <summary>When that was done last.</summary>
    public DateTimeOffset? LoginsEndedAt { get; init; }

    /// <summary>The last change of the people that ended the user's logins; 0: none.</summary>
    public long PeopleVersion { get; init; }

    /// <summary>The last referenceId that was reserved.</summary>
    public int ReferenceIds { get; init; }

    /// <summary>May be offered a chat, capacity apart.</summary>
    public bool IsAvailable => SessionOn && Chat is { State: AgentState.Ready, DoNotDisturb: false };

    /// <summary>
    /// May be asked by name: logged in on the chat channel without do-not-disturb. Who is NotReady may be asked too, and capacity is no matter:
    /// both are about what queues offer.
    /// </summary>
    public bool IsReachable => SessionOn && Chat is { State: not AgentState.Offline, DoNotDisturb: false };

    /// <summary>Chats that use up the agent's capacity: supervised ones never do.</summary>
    public int OpenAgentChats => Chats.Count(static c => c is { IsOpen: true, Role: ParticipantRole.Agent });

    public UserChat? Find(string chatId) => Chats.Find(c => c.ChatId == chatId);
}
