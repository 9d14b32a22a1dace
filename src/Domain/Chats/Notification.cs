namespace OrleansChat.Domain.Chats;

/// <summary>What a user is told about a chat (contract section 4.6).</summary>
public abstract record Notification
{
    /// <summary>The number that the operation's reply carried, for its caller only (decision 19).</summary>
    public int? ReferenceId { get; init; }

    /// <summary>The user's own state changed. Participants are empty (decision 24).</summary>
    public sealed record StatusChange(ChatView Chat) : Notification;

    public sealed record ParticipantsUpdated(ChatView Chat) : Notification;

    public sealed record PropertiesUpdated(ChatView Chat) : Notification;

    /// <summary>Something that the user asked for, and that was answered with success, failed later (decision 33).</summary>
    public sealed record Error(ChatView Chat, string Message) : Notification;

    /// <summary>New entries, in order.</summary>
    public sealed record NewMessages(string ChatId, ImmutableArray<EntryView> Entries) : Notification;

    /// <summary>The log from 1 to this index as the audience reads it; whoever tells reads the texts from the journal (decision 28).</summary>
    public sealed record History(string ChatId, Audience Audience, int ThroughIndex) : Notification;
}
