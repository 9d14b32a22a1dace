namespace OrleansChat.Domain.Users;

/// <summary>An agent's state on a media channel; the wire says LoggedOut for Offline.</summary>
public enum AgentState
{
    Offline,
    NotReady,
    Ready,
}

/// <summary>A media channel of a user: <c>chat</c> is the one that this server has.</summary>
public sealed record Channel(string Name, AgentState State, bool DoNotDisturb)
{
    public const string Chat = "chat";
}

/// <summary>What a user may ask of a channel (contract section 3.3).</summary>
public enum ChannelOperation
{
    Ready,
    NotReady,
    Offline,
    DoNotDisturbOn,
    DoNotDisturbOff,
}
