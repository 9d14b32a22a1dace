using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;

namespace OrleansChat.Tests.Grains;

/// <summary>A user's notification session on a socket, as its host sees it: what is pushed comes out in order.</summary>
public sealed class GrainDesk(GrainWorld world, string userName, string clientId)
{
    private readonly Queue<DeliveryInfo> _arrived = new();
    private string _connectionId = "";
    private int _connections;

    public string UserName => userName;
    public string ClientId => clientId;
    public string UserId => world.IdOf(userName);
    public long LastPosition { get; private set; }

    /// <summary>Opens a socket: one connect that is answered at once, one that is held.</summary>
    public async Task ConnectAsync()
    {
        _connectionId = $"socket{++_connections}";
        for (var number = 1; number <= 2; number++)
        {
            var reply = await world.Inbox(userName).ConnectAsync(new ConnectRequestInfo("host", clientId, _connectionId, number, ConnectionKind.WebSocket, -1, true, -1, false, LastPosition, "login"));
            Assert.True(reply.Result is ConnectResult.Now or ConnectResult.Hold, $"{userName}: {reply.Result}");
            Take(reply.Deliveries);
        }
    }

    /// <summary>The next notification.</summary>
    public async Task<NotificationInfo> NextAsync()
    {
        while (_arrived.Count == 0)
        {
            using var patience = new CancellationTokenSource(GrainWorld.Patience);
            HostMessage message;
            try
            {
                message = await world.Link.For(clientId).ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{userName} waited for a notification that did not come.");
            }

            Assert.Equal(HostMessageKind.Push, message.Kind);
            Take(message.Deliveries);
        }

        var delivery = _arrived.Dequeue();
        await world.Inbox(userName).WrittenAsync(clientId, "host", _connectionId, delivery.Position, false);
        return PlainWriter.Read(delivery.DataJson);
    }

    /// <summary>The next notification must be a change of the user's own state in a chat.</summary>
    public async Task<NotificationInfo> NextStatusAsync(ParticipantState state)
    {
        var next = await NextAsync();
        Assert.Equal((NotificationKind.StatusChange, state), (next.Kind, next.Chat!.State));
        return next;
    }

    /// <summary>The next notification must be entries; their kinds and texts.</summary>
    public async Task<string> NextEntriesAsync()
    {
        var next = await NextAsync();
        Assert.Equal(NotificationKind.NewMessages, next.Kind);
        return string.Join(", ", next.Entries.Select(static e => $"{e.Index} {e.Kind} {e.From.Nickname} {e.Text}".TrimEnd()));
    }

    /// <summary>Accepts an offered chat and reads everything up to the history.</summary>
    public async Task<string> AcceptAsync(string chatId)
    {
        await NextStatusAsync(ParticipantState.Invited);
        return await JoinAsync(chatId);
    }

    /// <summary>As <see cref="AcceptAsync"/>, when the offer has been read.</summary>
    public async Task<string> JoinAsync(string chatId)
    {
        Assert.Null((await world.Chat(chatId).AcceptAsync(UserId, null, 1)).Refusal);
        await NextStatusAsync(ParticipantState.Chatting);
        Assert.Equal(NotificationKind.ParticipantsUpdated, (await NextAsync()).Kind);
        return await NextEntriesAsync();
    }

    /// <summary>Logs out and closes the session.</summary>
    public async Task CloseAsync()
    {
        await world.User(userName).EndSessionAsync("");
        await world.User(userName).WaitForTellingAsync();
        Assert.True(await world.Inbox(userName).DisconnectAsync(clientId));
    }

    private void Take(System.Collections.Immutable.ImmutableArray<DeliveryInfo> deliveries)
    {
        foreach (var delivery in deliveries.Where(d => d.Position > LastPosition))
        {
            _arrived.Enqueue(delivery);
            LastPosition = delivery.Position;
        }
    }
}
