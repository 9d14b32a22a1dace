using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Limits;

/// <summary>A server whose limits are so low that a test hits them.</summary>
public sealed class LowServer : IAsyncLifetime
{
    public const int Connections = 12;
    public const int WebSockets = 2;
    public const int Streams = 2;
    public const int Entries = 8;
    public const int Sessions = 4;
    public const int Queued = 6;
    public const int Events = 3;
    public const int Requests = 40;
    public const int Chats = 2;
    public const int WrongPasswords = 3;
    public const int Handshakes = 2;

    public int Http2Port { get; } = RunningServer.FreePort();

    public RunningServer Server { get; }

    /// <summary>Its connections are few, so it is used for nothing else.</summary>
    public RunningServer Crowded { get; } = new()
    {
        Arguments =
        [
            $"--Limits:ConnectionsMax={Connections}", $"--Limits:WebSocketsMax={WebSockets}", $"--Limits:EventStreamsMax={Streams}", $"--RateLimits:RequestsBurst={Requests}", "--RateLimits:RequestsPerSecond=0.01",
            $"--RateLimits:ChatsBurst={Chats}", "--RateLimits:ChatsPerSecond=0.001", $"--RateLimits:FailedLoginsBurst={WrongPasswords}", "--RateLimits:FailedLoginsPerMinute=0.01",
            $"--RateLimits:HandshakesBurst={Handshakes}", "--RateLimits:HandshakesPerSecond=0.001",
        ],
    };

    public LowServer()
    {
        Server = new RunningServer
        {
            Arguments =
            [
                $"--Limits:EntriesMax={Entries}", "--Limits:ParticipantsMax=1", $"--Limits:EventsPerStreamMax={Events}", "--Limits:ConnectionsPerUserMax=2", "--Supervision:IntrudeRequiresMonitoring=false",
                $"--Notifications:SessionsPerUser={Sessions}", $"--Notifications:QueueMessages={Queued}",
                $"--RateLimits:FailedLoginsOfUserBurst={WrongPasswords}", "--RateLimits:FailedLoginsOfUserPerMinute=0.01",
            ],
        };
    }

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        await Crowded.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Crowded.DisposeAsync();
    }
}
