namespace OrleansChat.Grains.Interfaces.Chats;

/// <summary>The answer to an operation: its chat's version afterwards, and why not, if not.</summary>
/// <param name="NotesDue">Something up to this version concerns the caller's own list of chats and is not yet known to them: wait for it (decision 19).</param>
/// <param name="ReferenceId">The number that the operation's notifications repeat; 0 where it has none.</param>
/// <param name="IsAgain">The request came again: this is the first success's answer, and nothing was done now.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.ChatReply")]
public sealed record ChatReply(
    [property: Id(0)] long Version, [property: Id(1)] Refusal? Refusal = null, [property: Id(2)] bool NotesDue = false,
    [property: Id(3)] int ReferenceId = 0, [property: Id(4)] bool IsAgain = false);

/// <summary>The answer to a request for a chat. <c>HandleSalt</c>: of the handle that the customer has, as the first success had it.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.StartChatReply")]
public sealed record StartChatReply([property: Id(0)] string HandleSalt, [property: Id(1)] Refusal? Refusal = null);

/// <summary>A chat, or why not.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.ChatViewReply")]
public sealed record ChatViewReply([property: Id(0)] ChatInfo? Chat, [property: Id(1)] Refusal? Refusal = null);

/// <summary>Entries in order of their index, as many as go into one message, or why not. <c>NextIndex</c>: the last index of the audience plus one.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.MessagesReply")]
public sealed record MessagesReply([property: Id(0)] ImmutableArray<EntryInfo> Entries, [property: Id(1)] int NextIndex, [property: Id(2)] Refusal? Refusal = null)
{
    /// <summary>Entries of one answer to a client (decision 29), in however many messages.</summary>
    public const int EntriesMax = 1_000;
}

/// <summary>A customer's chat, or why not.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.CustomerChatReply")]
public sealed record CustomerChatReply([property: Id(0)] CustomerChatState State, [property: Id(1)] ImmutableArray<ParticipantInfo> Participants, [property: Id(2)] Refusal? Refusal = null);
