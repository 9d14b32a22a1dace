using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Grains.Interfaces.Users;

/// <summary>A user's session, channel and open chats.</summary>
/// <param name="Availability">For the queues.</param>
/// <param name="ChatIds">Open chats, in the order of their first telling.</param>
/// <param name="IsReachable">May be asked by name into a chat.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.UserReply")]
public sealed record UserReply([property: Id(0)] bool SessionOn, [property: Id(1)] ChannelInfo Chat, [property: Id(2)] AgentAvailability Availability, [property: Id(3)] ImmutableArray<string> ChatIds,
    [property: Id(4)] bool IsReachable);

/// <summary>A user's version, and their list of chats at that version.</summary>
/// <param name="Chats">Open ones, and the last ones that are over.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.UserListReply")]
public sealed record UserListReply([property: Id(0)] long Version, [property: Id(1)] ImmutableArray<ListedChatInfo> Chats);

/// <summary>A chat in a user's list.</summary>
/// <param name="NotedVersion">The chat's version at its last telling to the user.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.ListedChat")]
public sealed record ListedChatInfo([property: Id(0)] string ChatId, [property: Id(1)] bool IsOpen, [property: Id(2)] long NotedVersion);

/// <summary>A media channel's state. An offline channel has no do-not-disturb.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Channel")]
public sealed record ChannelInfo([property: Id(0)] string Name, [property: Id(1)] AgentState State, [property: Id(2)] bool DoNotDisturb);

/// <summary>What a queue knows of an agent. <c>Version</c> orders tellings of one user.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.AgentAvailability")]
public sealed record AgentAvailability([property: Id(0)] bool IsAvailable, [property: Id(1)] DateTimeOffset WaitingSince, [property: Id(2)] int OpenChats, [property: Id(3)] long Version);

/// <summary>Where the user stands in a chat at its version.</summary>
/// <param name="SinceVersion">The version of this stint's invitation.</param>
/// <param name="Declined">The user rejected or did not answer a queue's offer.</param>
/// <param name="JoinedNow">The user has just joined: whoever monitors them is to be invited.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.NoteChatRequest")]
public sealed record NoteChatRequest(
    [property: Id(0)] string ChatId, [property: Id(1)] ParticipantState State, [property: Id(2)] ParticipantRole Role, [property: Id(3)] long SinceVersion,
    [property: Id(4)] long ChatVersion, [property: Id(5)] bool Declined, [property: Id(6)] bool JoinedNow);

/// <summary>A supervisor's wish to monitor this agent. Words are as they were sent; <see langword="null"/> scope: the default.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.MonitorRequest")]
public sealed record MonitorRequest(
    [property: Id(0)] SupervisorFactsInfo Supervisor, [property: Id(1)] SupervisorMode Mode, [property: Id(2)] MonitoringScope? Scope, [property: Id(3)] string Nickname);

/// <summary>Somebody else's wish for this user's channel.</summary>
/// <param name="IsAdmin">The caller is an administrator: no group is needed.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.ControlChannelRequest")]
public sealed record ControlChannelRequest([property: Id(0)] SupervisorFactsInfo By, [property: Id(1)] bool IsAdmin, [property: Id(2)] ChannelOperation Operation);
