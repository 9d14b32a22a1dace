namespace OrleansChat.Grains.Interfaces.Chats;

/// <summary>A chat as one of its users may see it; <see cref="ChatView"/> on its way.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Chat")]
public sealed record ChatInfo(
    [property: Id(0)] string Id, [property: Id(1)] ParticipantState State, [property: Id(2)] DateTimeOffset ReceivedAt, [property: Id(3)] ImmutableArray<Capability> Capabilities,
    [property: Id(4)] ImmutableArray<ParticipantInfo> Participants, [property: Id(5)] ImmutableArray<UserDataInfo> UserData, [property: Id(6)] SupervisorMode? Mode);

/// <summary>A participant as a viewer may see them; <see cref="ParticipantView"/> on its way.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Participant")]
public sealed record ParticipantInfo(
    [property: Id(0)] string Nickname, [property: Id(1)] ParticipantRole Role, [property: Id(2)] string? UserId, [property: Id(3)] Visibility Visibility,
    [property: Id(4)] string ParticipantId, [property: Id(5)] int CustomerNumber);

/// <summary>An entry of the log as one audience may see it; <see cref="EntryView"/> on its way.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Entry")]
public sealed record EntryInfo(
    [property: Id(0)] int Index, [property: Id(1)] EntryKind Kind, [property: Id(2)] Visibility Visibility, [property: Id(3)] ParticipantInfo From,
    [property: Id(4)] string Text, [property: Id(5)] string? MessageType, [property: Id(6)] DateTimeOffset At);

/// <summary>One attached key; <see cref="UserDataItem"/> on its way.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.UserData")]
public sealed record UserDataInfo([property: Id(0)] string Key, [property: Id(1)] string? Text, [property: Id(2)] bool IsNumber);
