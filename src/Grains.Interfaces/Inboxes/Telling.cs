using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Grains.Interfaces.Inboxes;

/// <summary>What one user is to be told of one stream's events.</summary>
/// <param name="Stream">The journal's stream: <c>chat/{id}</c>, or <c>user/{id}</c> for the channel state.</param>
/// <param name="FromVersion">What was told before: a receiver that has less fetches the rest from the journal.</param>
/// <param name="ToVersion">What is told after this.</param>
/// <param name="Items">In order of version, then in the order of the rules.</param>
/// <param name="IsCut">There is more than goes into one message, and no items are here: the receiver fetches all of it from the journal.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.Telling")]
public sealed record Telling(
    [property: Id(0)] string Stream, [property: Id(1)] long FromVersion, [property: Id(2)] long ToVersion, [property: Id(3)] ImmutableArray<TellingItem> Items,
    [property: Id(4)] bool IsCut = false)
{
    /// <summary>As it is sent: itself, or cut.</summary>
    public Telling AsMessage() => Items.Sum(MessageSize.Of) <= MessageSize.PartBytesMax ? this : this with { Items = [], IsCut = true };
}

/// <summary>One notification in the wire's words, and the version of the event that it comes from.</summary>
/// <param name="Channel">The Bayeux channel, for example <c>/v2/me/chats</c>.</param>
/// <param name="DataJson">The message's <c>data</c> as UTF-8 JSON; shared between recipients, never changed.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.TellingItem")]
public sealed record TellingItem([property: Id(0)] long Version, [property: Id(1)] string Channel, [property: Id(2)] ReadOnlyMemory<byte> DataJson);

/// <summary>A notification before it is written in the wire's words.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Notification")]
public sealed record NotificationInfo(
    [property: Id(0)] NotificationKind Kind, [property: Id(1)] string ChatId = "", [property: Id(2)] ChatInfo? Chat = null,
    [property: Id(3)] ImmutableArray<EntryInfo> Entries = default, [property: Id(4)] ChannelInfo? Channel = null, [property: Id(5)] int? ReferenceId = null,
    [property: Id(6)] string? ErrorMessage = null);

/// <summary>The wire's notification types, and the channel state's message.</summary>
public enum NotificationKind
{
    StatusChange,
    ParticipantsUpdated,
    PropertiesUpdated,
    NewMessages,
    ChannelStateChange,
    Error,
}
