using System.Net;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Walks;

/// <summary>Server-sent events; a stream that is over goes on with <c>Last-Event-ID</c>.</summary>
internal sealed class StreamWay : PumpedWay
{
    private readonly Uri _address;
    private readonly string _userName;
    private string _lastId = "";
    private long _lastPosition = -1;
    private EventSide? _first;

    private StreamWay(Uri address, string userName) => (_address, _userName) = (address, userName);

    public override string Name => $"stream of {_userName}";

    public static async Task<StreamWay> OpenAsync(Uri address, string userName)
    {
        var way = new StreamWay(address, userName);
        var first = await EventSide.OpenAsync(address, userName);
        var reset = await first.NextAsync();
        Assert.Equal("reset new", reset.Reason);
        way._lastId = reset.Id;
        way._first = first;
        way.Start();
        return way;
    }

    protected override async Task<string?> ListenAsync(CancellationToken cancellation)
    {
        Last = "a new stream";
        using var stream = _first ?? await TryOpenAsync();
        _first = null;
        if (stream is null)
        {
            return "refused";
        }

        while (await stream.TryNextAsync(cancellation) is { } next)
        {
            Last = $"{next.Type} {next.Data.ToJsonString()}";
            if (next.Type == "reset")
            {
                return next.Reason;
            }

            if (next.Type.Length == 0)
            {
                Assert.True(next.Position > _lastPosition, $"Position {next.Position} after {_lastPosition}: no number means two things.");
                (_lastId, _lastPosition) = (next.Id, next.Position);
                Arrived(next.Data["data"]!.AsObject());
            }
        }

        throw new IOException("The stream is over.");
    }

    /// <summary>The next stream; none where this login may not any more.</summary>
    private async Task<EventSide?> TryOpenAsync()
    {
        var (http, response) = await EventSide.SendAsync(_address, HttpMethod.Get, _userName, ("Last-Event-ID", _lastId));
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return await EventSide.ReadAsync(http, response);
        }

        response.Dispose();
        http.Dispose();
        return response.StatusCode == HttpStatusCode.Unauthorized ? null : throw new HttpRequestException($"{(int)response.StatusCode}");
    }
}
