using OrleansChat.Grains.Interfaces.Configuration;
namespace OrleansChat.Hosting.Settings;

/// <summary>The section <c>Limits</c> (decision 25). Exceeding one is statusCode 10.</summary>
public sealed class LimitSettings
{
    public const string Section = "Limits";

    /// <summary>UTF-8 bytes of a text, url or notice.</summary>
    public int TextBytesMax { get; set; } = 16 * 1024;

    /// <summary>Characters of a nickname.</summary>
    public int NicknameCharsMax { get; set; } = 64;

    /// <summary>Characters of a <c>messageType</c>, a queue's name and the like: words that programs choose.</summary>
    public int WordCharsMax { get; set; } = 256;

    /// <summary>Attached keys of a chat.</summary>
    public int UserDataKeysMax { get; set; } = 200;

    /// <summary>Characters of one key.</summary>
    public int UserDataKeyCharsMax { get; set; } = 256;

    /// <summary>Characters of all keys and values of a chat together.</summary>
    public int UserDataCharsMax { get; set; } = 64 * 1024;

    /// <summary>Bytes of a request's body.</summary>
    public int BodyBytesMax { get; set; } = 128 * 1024;

    /// <summary>How deep JSON may be nested.</summary>
    public int JsonDepthMax { get; set; } = 16;

    /// <summary>Entries of a chat's log, for each visibility.</summary>
    public int EntriesMax { get; set; } = 10_000;

    /// <summary>Agents in a chat, and supervisors, each counted apart.</summary>
    public int ParticipantsMax { get; set; } = 50;

    /// <summary>How often a supervisor comes into a chat or switches in it; times <see cref="ParticipantsMax"/> for all agents, and all supervisors, together.</summary>
    public int ComingsMax { get; set; } = 100;

    /// <summary>Bytes of a WebSocket message.</summary>
    public int WebSocketMessageBytesMax { get; set; } = 64 * 1024;

    /// <summary>Bayeux messages of one request or frame.</summary>
    public int BayeuxMessagesMax { get; set; } = 256;

    /// <summary>Connections to this host, of all kinds.</summary>
    public int ConnectionsMax { get; set; } = 20_000;

    /// <summary>Of these, WebSockets.</summary>
    public int WebSocketsMax { get; set; } = 15_000;

    /// <summary>Bytes that the operating system holds of what the client of a connection has not taken; Linux holds up to twice that.</summary>
    public int SendBufferBytes { get; set; } = 64 * 1024;

    /// <summary>Open streams of events on this host.</summary>
    public int EventStreamsMax { get; set; } = 15_000;

    /// <summary>Notification WebSockets and streams of events of one user.</summary>
    public int ConnectionsPerUserMax { get; set; } = 64;

    /// <summary>Events of one stream of events, which then ends so that its client comes back and acknowledges; half of a session's queue at most.</summary>
    public int EventsPerStreamMax { get; set; } = 500;

    /// <summary>What the rules of a chat need to know of them.</summary>
    public ChatLimits ToChatLimits() => new(EntriesMax, ParticipantsMax, ParticipantsMax, UserDataKeysMax, UserDataCharsMax, ComingsMax);

    /// <summary>Binds the section; every limit is at least 1.</summary>
    /// <exception cref="SettingsException">A key or a value that cannot be.</exception>
    public static LimitSettings Load(IConfiguration configuration)
    {
        var limits = StrictSection.Bind<LimitSettings>(configuration, Section);
        foreach (var limit in typeof(LimitSettings).GetProperties())
        {
            if (limit.GetValue(limits) is int and < 1)
            {
                throw new SettingsException($"{Section}:{limit.Name} is {limit.GetValue(limits)}; use 1 or more.");
            }
        }

        return limits;
    }
}
