using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using Orleans.Concurrency;

namespace OrleansChat.Grains.Interfaces.Users;

/// <summary>
/// One user; the key is the user id. Owns the contact-centre session, the channel state, the list of chats, and who monitors this user. May
/// await chats, and nobody else. Every operation answers after its events are on disk. Keys of requests belong to who asks, whoever's grain is
/// asked; what they promise is said at <see cref="IChatGrain"/>.
/// </summary>
[Alias("orleanschat.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    [AlwaysInterleave, Alias("GetAsync")]
    Task<UserReply> GetAsync();

    /// <summary>What reads of this user are answered from: asked by the user's inbox when a session opens, which need not be told of it.</summary>
    [AlwaysInterleave, Alias("GetListAsync")]
    Task<UserListReply> GetListAsync();

    /// <summary>Row 34. The channel is NotReady afterwards; again: already so.</summary>
    [Alias("StartSessionAsync")]
    Task<ChatReply> StartSessionAsync(RequestKey? key = null);

    /// <summary>
    /// Row 35: session, supervised chats, monitoring and this login end; open chats stay (decision 32). The login's notification sessions end with the
    /// telling, which is repeated until it is done.
    /// </summary>
    [Alias("EndSessionAsync")]
    Task<ChatReply> EndSessionAsync(string loginId, RequestKey? key = null);

    /// <summary>Every login that began before is over, tokens issued before included; with the session, that ends too. Again: what began in between is over as well. Notification sessions end with the telling.</summary>
    [Alias("EndLoginsAsync")]
    Task<ChatReply> EndLoginsAsync(bool withSession, RequestKey? key = null);

    /// <summary>A change of the people took this user's right to be in: as <see cref="EndLoginsAsync"/>, once for each version of the people's stream.</summary>
    [Alias("TakeLossAsync")]
    Task TakeLossAsync(long peopleVersion, bool endsSession);

    /// <summary>Row 32: a supervisor or an administrator changes this user's channel. Refusals in the order of decision 12; no session: <see cref="Refusal.NotInThisState"/>.</summary>
    [Alias("ControlChannelAsync")]
    Task<ChatReply> ControlChannelAsync(ControlChannelRequest request, RequestKey? key = null);

    /// <summary>Rows 33 and 36. No session: <see cref="Refusal.NotInThisState"/>.</summary>
    [Alias("ChangeChannelAsync")]
    Task<ChatReply> ChangeChannelAsync(ChannelOperation operation, RequestKey? key = null);

    /// <summary>Whether this login was ended. Asked on every request.</summary>
    [AlwaysInterleave, Alias("IsLoginEndedAsync")]
    Task<bool> IsLoginEndedAsync(string loginId);

    /// <summary>How many times all logins were ended; part of a new login's name.</summary>
    [AlwaysInterleave, Alias("LoginGenerationAsync")]
    Task<int> LoginGenerationAsync();

    /// <summary>
    /// The next referenceId of this user, 1… (decision 8). None is given out twice: they are taken from blocks that are reserved on disk, and
    /// an activation that ends loses the rest of its block.
    /// </summary>
    [Alias("NextReferenceIdAsync")]
    Task<int> NextReferenceIdAsync();

    /// <summary>Returns when the chat's telling of this version has arrived, after 1 s at the latest: people read what they wrote (decision 19).</summary>
    [AlwaysInterleave, Alias("WaitForChatAsync")]
    Task WaitForChatAsync(string chatId, long version);

    /// <summary>A chat tells where the user stands in it. Older tellings are dropped.</summary>
    [Alias("NoteChatAsync")]
    Task NoteChatAsync(NoteChatRequest request);

    /// <summary>Rows 28–30, asked of the agent's grain. Refusals in the order of decision 12.</summary>
    [Alias("MonitorAsync")]
    Task<ChatReply> MonitorAsync(MonitorRequest request, RequestKey? key = null);

    /// <summary>Row 31, asked of the agent's grain.</summary>
    [Alias("CancelMonitoringAsync")]
    Task<ChatReply> CancelMonitoringAsync(SupervisorFactsInfo supervisor, RequestKey? key = null);

    /// <summary>Row 27, asked of the agent's grain: it knows the monitoring, the chat decides.</summary>
    [Alias("IntrudeAsync")]
    Task<ChatReply> IntrudeAsync(IntrudeRequest request, RequestKey? key = null);

    /// <summary>
    /// A supervisor's session ended, or they lost the right: their monitoring of this agent too. Durable on return, also where there is none: an append of
    /// a former activation that would start it late is refused from then on.
    /// </summary>
    [Alias("EndMonitoringAsync")]
    Task EndMonitoringAsync(string supervisorId, MonitoringEnd end);

    /// <summary>Keeps a place for a chat that a queue is about to offer, if the user may be offered it (decision 31). Bounded in time; not durable.</summary>
    [AlwaysInterleave, Alias("ReserveAsync")]
    Task<bool> ReserveAsync(string chatId, int chatsPerAgent);

    /// <summary>Returns when everything stored was told to others, or a try at it has failed; after 1 s at the latest (decision 19).</summary>
    [AlwaysInterleave, Alias("WaitForTellingAsync")]
    Task WaitForTellingAsync();

    /// <summary>Woken because something was not told. Does not wait for the telling, which may call this user.</summary>
    [Alias("WakeAsync")]
    Task WakeAsync();
}
