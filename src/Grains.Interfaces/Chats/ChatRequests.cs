namespace OrleansChat.Grains.Interfaces.Chats;

/// <summary>A customer asks for a chat. The API host has checked the contact centre, the queue and all limits.</summary>
/// <param name="HandleSalt">What, with the customer's key, makes the handle; empty for a handle that is random.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.StartChatRequest")]
public sealed record StartChatRequest(
    [property: Id(0)] string ContactCenterId, [property: Id(1)] string HandleHash, [property: Id(2)] string Nickname, [property: Id(3)] string Subject,
    [property: Id(4)] string QueueName, [property: Id(5)] ImmutableArray<UserDataInfo> UserData,
    [property: Id(6)] string HandleSalt = "");

/// <summary>A supervisor wants into a running chat: facts for the rules, which order the refusals (decision 10).</summary>
/// <param name="Mode">The word that was sent, or <see langword="null"/>.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.IntrudeRequest")]
public sealed record IntrudeRequest([property: Id(0)] SupervisorFactsInfo Supervisor, [property: Id(1)] string AgentId, [property: Id(2)] string ChatId, [property: Id(3)] string? Mode);

/// <summary>Whom an operation turns to: exactly one of a user and a queue.</summary>
/// <param name="IsReachable">Whether the user's grain said so just before; <see langword="true"/> for a queue.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.Target")]
public sealed record TargetInfo([property: Id(0)] string? UserId, [property: Id(1)] string? QueueName, [property: Id(2)] bool IsReachable);

/// <summary>A text that an operation sends before it acts (contract section 14, item 19).</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Farewell")]
public sealed record FarewellInfo([property: Id(0)] string Text, [property: Id(1)] string? MessageType);

/// <summary>What the directory says about a supervisor and an agent.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.SupervisorFacts")]
public sealed record SupervisorFactsInfo(
    [property: Id(0)] string UserId, [property: Id(1)] string UserName, [property: Id(2)] bool IsSupervisor, [property: Id(3)] bool AgentKnown, [property: Id(4)] bool SupervisesAgent);

/// <summary>A supervisor's standing wish to enter an agent's coming chats.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Monitoring")]
public sealed record MonitoringInfo([property: Id(0)] string SupervisorId, [property: Id(1)] string SupervisorName, [property: Id(2)] SupervisorMode Mode, [property: Id(3)] string Nickname);
