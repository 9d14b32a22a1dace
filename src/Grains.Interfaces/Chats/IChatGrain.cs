using Orleans.Concurrency;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.Grains.Interfaces.Chats;

/// <summary>
/// One chat; the key is its id. It owns its participants and their visibility. Every operation answers after its events are on disk; a
/// refusal changes nothing. It awaits no other grain.
/// </summary>
/// <remarks>
/// Callers are authenticated by the API host, which passes their user id (customers: the hash of their handle). Whoever is not in the chat is
/// told <see cref="Refusal.ChatUnknown"/>, like for a chat that does not exist. A store that cannot be reached throws; a retry with the same
/// <see cref="RequestKey"/> is safe: it gets the first success again and does nothing (<see cref="ChatReply.IsAgain"/>), for 24 hours and the last 1,000
/// keys of the chat. The same key with another request is <see cref="Refusal.KeyReused"/>.
/// </remarks>
[Alias("orleanschat.IChatGrain")]
public interface IChatGrain : IGrainWithStringKey
{
    /// <summary>
    /// A customer asks for a chat (contract row 42). Again with the same handle: already so. Its keys are those of the contact centre, whichever
    /// chat is asked: the reply names the salt of the handle that the first success gave.
    /// </summary>
    [Alias("StartAsync")]
    Task<StartChatReply> StartAsync(StartChatRequest request, RequestKey? key = null);

    /// <summary>A customer's text or typing (row 43).</summary>
    [Alias("CustomerSayAsync")]
    Task<ChatReply> CustomerSayAsync(string handleHash, EntryKind kind, string text, RequestKey? key = null);

    /// <summary>The customer ends the chat (row 43).</summary>
    [Alias("CustomerCompleteAsync")]
    Task<ChatReply> CustomerCompleteAsync(string handleHash, RequestKey? key = null);

    /// <summary>The chat as its customer sees it (row 44). A sign of life.</summary>
    [Alias("GetCustomerChatAsync")]
    Task<CustomerChatReply> GetCustomerChatAsync(string handleHash);

    /// <summary>
    /// What the customer may read (row 45): from <paramref name="index"/> on, or, without one, what was not yet delivered (decision 41). Moves
    /// no cursor: <see cref="CustomerReceivedAsync"/> does.
    /// </summary>
    [Alias("GetCustomerMessagesAsync")]
    Task<MessagesReply> GetCustomerMessagesAsync(string handleHash, int? index);

    /// <summary>The customer's answer was written in full up to this index. Kept in memory: a restart repeats.</summary>
    [Alias("CustomerReceivedAsync")]
    Task CustomerReceivedAsync(string handleHash, int throughIndex);

    /// <summary>The customer lives, whatever became of their request (decision 42). Kept in memory. Another handle than the chat's: nothing.</summary>
    [OneWay, Alias("CustomerSeenAsync")]
    Task CustomerSeenAsync(string handleHash);

    /// <summary>Row 1. Invited → Chatting.</summary>
    [Alias("AcceptAsync")]
    Task<ChatReply> AcceptAsync(string userId, string? nickname, int referenceId, RequestKey? key = null);

    /// <summary>Row 2. Invited → Completed; the chat is offered on.</summary>
    [Alias("RejectAsync")]
    Task<ChatReply> RejectAsync(string userId, RequestKey? key = null);

    /// <summary>Row 3. Ends the session for all, or places the chat in a queue of the contact centre.</summary>
    [Alias("CompleteAsync")]
    Task<ChatReply> CompleteAsync(string userId, string? queueName, FarewellInfo? farewell, RequestKey? key = null);

    /// <summary>Row 4 and decision 35.</summary>
    [Alias("LeaveAsync")]
    Task<ChatReply> LeaveAsync(string userId, FarewellInfo? farewell, RequestKey? key = null);

    /// <summary>Row 14 and decision 33. To a user: done when they accept; to a queue: done at once.</summary>
    [Alias("TransferAsync")]
    Task<ChatReply> TransferAsync(string userId, TargetInfo to, FarewellInfo? farewell, int referenceId, RequestKey? key = null);

    /// <summary>Row 15 and decision 34. A consultant is lifted at once.</summary>
    [Alias("InviteAsync")]
    Task<ChatReply> InviteAsync(string userId, TargetInfo to, int referenceId, RequestKey? key = null);

    /// <summary>Row 16 and decision 34.</summary>
    [Alias("ConsultAsync")]
    Task<ChatReply> ConsultAsync(string userId, TargetInfo to, int referenceId, RequestKey? key = null);

    /// <summary>Row 17: all consultations that the user asked for and nobody accepted.</summary>
    [Alias("CancelConsultAsync")]
    Task<ChatReply> CancelConsultAsync(string userId, int referenceId, RequestKey? key = null);

    /// <summary>Row 18.</summary>
    [Alias("RemoveParticipantAsync")]
    Task<ChatReply> RemoveParticipantAsync(string userId, string removedUserId, FarewellInfo? farewell, RequestKey? key = null);

    /// <summary>Rows 5–13: texts, urls, notices, typing. <paramref name="visibility"/> is what is asked for; the sender's own may narrow it.</summary>
    [Alias("SayAsync")]
    Task<ChatReply> SayAsync(string userId, EntryKind kind, Visibility visibility, string text, string? messageType, FarewellInfo? farewell, RequestKey? key = null);

    /// <summary>Rows 19–22.</summary>
    [Alias("ChangeUserDataAsync")]
    Task<ChatReply> ChangeUserDataAsync(string userId, ImmutableArray<UserDataInfo> set, ImmutableArray<string> removed, int referenceId, RequestKey? key = null);

    /// <summary>Row 23 and decision 36.</summary>
    [Alias("SetInFocusAsync")]
    Task<ChatReply> SetInFocusAsync(string userId, RequestKey? key = null);

    /// <summary>Rows 24–26 and decision 14.</summary>
    [Alias("SwitchModeAsync")]
    Task<ChatReply> SwitchModeAsync(string userId, SupervisorMode mode, RequestKey? key = null);

    /// <summary>Row 27. Called by the monitored agent's user grain, which knows the monitoring.</summary>
    [Alias("IntrudeAsync")]
    Task<ChatReply> IntrudeAsync(IntrudeRequest request, MonitoringInfo? monitoring, RequestKey? key = null);

    /// <summary>
    /// The monitored agent <paramref name="agentId"/> joined this chat, which then had <paramref name="joinedVersion"/> (decision 12). Called by the
    /// agent's teller, which may call again: already asked for this join, or already in it, is already so.
    /// </summary>
    [Alias("InviteMonitorAsync")]
    Task<ChatReply> InviteMonitorAsync(string agentId, MonitoringInfo monitoring, long joinedVersion);

    /// <summary>
    /// The user's contact-centre session ended (decision 32): offers move on, supervisors are out. For good: an agent's chat goes back to its queue
    /// too. Called by the user's grain, which may call again with the <paramref name="invitedVersion"/> that the user's part had when the session ended: a later part of the
    /// user's stays. Called by the people's grain without.
    /// </summary>
    [Alias("UserGoneAsync")]
    Task<ChatReply> UserGoneAsync(string userId, bool forGood, long? invitedVersion = null);

    /// <summary>
    /// A supervisor has lost agents and supervises these: whoever supervises nobody who is chatting is out, invited or inside. Called by the people's
    /// grain.
    /// </summary>
    [Alias("SupervisionLostAsync")]
    Task<ChatReply> SupervisionLostAsync(string userId, ImmutableArray<string> supervised);

    /// <summary>
    /// The queue offers the chat, which waits in it or asks for one of its agents. Called by the queue grain; neither any more:
    /// <see cref="Refusal.NotInThisState"/>.
    /// </summary>
    [Alias("OfferAsync")]
    Task<ChatReply> OfferAsync(string userId, string userName, string queueName);

    /// <summary>The chat as this user sees it (row 38).</summary>
    [Alias("GetAsync")]
    Task<ChatViewReply> GetAsync(string userId);

    /// <summary>The version that reads of the chat are answered from. Asked by inboxes when a session opens; nobody else learns it.</summary>
    [AlwaysInterleave, Alias("GetVersionAsync")]
    Task<long> GetVersionAsync();

    /// <summary>Entries with at least this index as this user sees them, in order, at most 1,000 (row 39, decision 29).</summary>
    [Alias("GetMessagesAsync")]
    Task<MessagesReply> GetMessagesAsync(string userId, int index);

    /// <summary>Returns when a user knows of everything up to this version that concerns their own list of chats; after 1 s at the latest (decision 19).</summary>
    [AlwaysInterleave, Alias("WaitForNotesAsync")]
    Task WaitForNotesAsync(string userId, long version);

    /// <summary>Returns when everything stored was told, or a try at it has failed.</summary>
    [AlwaysInterleave, Alias("WaitForTellingAsync")]
    Task WaitForTellingAsync();

    /// <summary>Woken because a deadline is due or something was not told. Sees to both; does not wait for the telling, which may call this chat.</summary>
    [Alias("WakeAsync")]
    Task WakeAsync();
}
