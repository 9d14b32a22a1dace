namespace OrleansChat.Bayeux.Messages;

/// <summary>Limits of what a client may send in one body or frame. The number of bytes is the transport's to limit.</summary>
public sealed record MessageLimits
{
    /// <summary>Messages in one array; real clients send a handful.</summary>
    public int MessagesMax { get; init; } = 256;

    /// <summary>Nesting of the JSON, the array included.</summary>
    public int DepthMax { get; init; } = 16;

    /// <summary>Characters of a channel or a subscription.</summary>
    public int ChannelCharactersMax { get; init; } = 256;

    /// <summary>Characters of a message id.</summary>
    public int IdCharactersMax { get; init; } = 128;

    /// <summary>Channels in one subscribe.</summary>
    public int ChannelsPerSubscribeMax { get; init; } = 100;
}
