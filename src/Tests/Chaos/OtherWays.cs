using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Chaos;

/// <summary>A socket and a stream of events of a user, begun at one host and gone on with at another.</summary>
internal sealed class OtherWays : IAsyncDisposable
{
    private const string UserName = "agent1";                            // who is told something all the while

    private readonly SocketDesk _socket;
    private readonly EventSide _stream;
    private readonly string _clientId;
    private readonly string _lastEventId;

    private OtherWays(SocketDesk socket, EventSide stream, string clientId, string lastEventId) => (_socket, _stream, _clientId, _lastEventId) = (socket, stream, clientId, lastEventId);

    public static async Task<OtherWays> OpenAsync(Uri host)
    {
        var socket = await SocketDesk.OpenAsync(host, UserName);
        var clientId = await socket.StartAsync();
        var stream = await EventSide.OpenAsync(host, UserName, lastEventId: null);
        return new OtherWays(socket, stream, clientId, (await stream.NextAsync()).Id);
    }

    /// <summary>Without a handshake, and without a reset of the stream; each opens as soon as any request is answered.</summary>
    public async Task GoOnAsync(Uri otherHost)
    {
        await using var socket = await SocketDesk.OpenAsync(otherHost, UserName).WaitAsync(ChaosFloor.RequestMax);
        await socket.ResumeAsync(_clientId).WaitAsync(ChaosFloor.RequestMax);
        using var stream = await EventSide.OpenAsync(otherHost, UserName, lastEventId: _lastEventId).WaitAsync(ChaosFloor.RequestMax);
        var first = await stream.NextAsync();
        Assert.True(first.Type.Length == 0, $"{first.Type} {first.Reason}");
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        _stream.Dispose();
    }
}
