namespace OrleansChat.Grains.Interfaces.Chats;

/// <summary>A customer asks for a chat. The API host has checked the contact centre, the queue and all limits.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.StartChatRequest")]
public sealed record StartChatRequest(
    [property: Id(0)] string ContactCenterId, [property: Id(1)] string HandleHash, [property: Id(2)] string Nickname, [property: Id(3)] string Subject,
    [property: Id(4)] string QueueName, [property: Id(5)] ImmutableArray<UserDataInfo> UserData);

/// <summary>A supervisor wants into a running chat: facts for the rules, which order the refusals (decision 10).</summary>
/// <param name="Mode">The word that was sent, or <see langword="null"/>.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.IntrudeRequest")]
public sealed record IntrudeRequest([property: Id(0)] SupervisorFactsInfo Supervisor, [property: Id(1)] string AgentId, [property: Id(2)] string ChatId, [property: Id(3)] string? Mode);

/// <summary>What the directory says about a supervisor and an agent.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.SupervisorFacts")]
public sealed record SupervisorFactsInfo(
    [property: Id(0)] string UserId, [property: Id(1)] string UserName, [property: Id(2)] bool IsSupervisor, [property: Id(3)] bool AgentKnown, [property: Id(4)] bool SupervisesAgent);

/// <summary>A supervisor's standing wish to enter an agent's coming chats.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.Monitoring")]
public sealed record MonitoringInfo([property: Id(0)] string SupervisorId, [property: Id(1)] string SupervisorName, [property: Id(2)] SupervisorMode Mode, [property: Id(3)] string Nickname);
