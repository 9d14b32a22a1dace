using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.Walks;
using OrleansChat.Tests.WhoSees;

namespace OrleansChat.Tests.Convergence;

/// <summary>
/// The walk in which everybody has clients on long-polling, a WebSocket and a stream of events that were there before: whatever cuts them off, and
/// although the server is killed, after every step what each has folded is what a client would read anew.
/// </summary>
/// <param name="killedAt">The steps that the server acknowledges last in one of its lives.</param>
internal sealed class ConvergenceWalk(ContactCentres centres, Centre centre, int seed, params int[] killedAt) : Floor(centres, centre, seed, isHurried: false)
{
    private static readonly Func<Uri, string, Task<IWay>>[] Transports =
    [
        static async (address, user) => await PollWay.OpenAsync(address, user),
        static async (address, user) => await SocketWay.OpenAsync(address, user),
        static async (address, user) => await StreamWay.OpenAsync(address, user),
    ];

    private readonly Dictionary<IWay, Client> _clients = [];
    private readonly Dictionary<LawModel, CustomerView> _customers = [];
    private int _step;
    private bool _mayRepeat;
    private bool _justKilled;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var client in _clients.Values)
        {
            client.Proxy.Dispose();
        }

        foreach (var customer in _customers.Values)
        {
            customer.Dispose();
        }
    }

    protected override async Task<IReadOnlyList<IWay>> ListenAsync(string userName)
    {
        var ways = new List<IWay>();
        foreach (var transport in Transports)
        {
            ways.Add(await OpenAsync(Viewers[userName], transport));
        }

        return ways;
    }

    protected override void TellChannel(Viewer viewer)
    {
        // It is in everybody's view.
    }

    protected override void Ended(Viewer viewer, IWay way, IEnumerable<JsonObject> heard) => Forget(way);

    /// <summary>Clients are cut off now, or in the midst of what they are told next.</summary>
    protected override Task DisturbAsync()
    {
        while (Dice(2) == 0)
        {
            var client = Any([.. _clients.Values]);
            var cut = Any(Enum.GetValues<Cut>());
            Note($"  {client.Way.Name}: cut {cut}");
            _ = client.Proxy.CutAsync(cut);
        }

        return Task.CompletedTask;
    }

    /// <summary>The server is killed right after it has acknowledged something; or a client comes whose view is from this very moment.</summary>
    protected override async Task DisturbTellingAsync()
    {
        if (killedAt.Contains(++_step))
        {
            Note("  the server is killed");
            Server.Kill();
            await Server.StartAsync();
            _mayRepeat = _justKilled = true;
        }
        else if (Dice(6) == 0 && !Chats.Exists(static c => c.Wanted.Any()))
        {
            // Not while a chat waits for its offer: such a client would know more than the model.
            var viewer = Any([.. Viewers.Values]);
            var place = Dice(viewer.Ways.Count);
            var old = viewer.Ways[place];
            Note($"  another client of {viewer.User} on the {old.Name}");
            await old.DisposeAsync();
            Forget(old);
            viewer.Ways = [.. viewer.Ways.Take(place), await OpenAsync(viewer, Transports[place]), .. viewer.Ways.Skip(place + 1)];
        }
    }

    /// <summary>
    /// Every client folds what comes until it shows what the model says. After a kill that is looked for once what waited is offered: an agent's own state and a chat's
    /// offer come from two who were killed in the midst of telling, in either order.
    /// </summary>
    protected override async Task SettleAsync()
    {
        Chats.ForEach(static c => c.Tell.Clear());
        if (_justKilled && IsAnOfferDue) return;
        _justKilled = false;
        foreach (var viewer in Viewers.Values)
        {
            var expected = ClientView.WordsOf(viewer, Chats);
            foreach (var way in viewer.Ways)
            {
                await _clients[way].FoldUntilAsync(expected, _mayRepeat);
            }
        }
    }

    protected override async Task ReadAsync(bool thoroughly)
    {
        foreach (var viewer in Viewers.Values)
        {
            var fresh = (await ClientView.ReadAsync(viewer.Api)).Json;
            foreach (var way in viewer.Ways)
            {
                var folded = _clients[way].View.Json;
                Assert.True(fresh == folded, $"{viewer.User} on the {way.Name} shows\n{folded}\nand reads\n{fresh}");
            }
        }

        foreach (var chat in Chats.TakeLast(3))
        {
            if (!_customers.TryGetValue(chat, out var customer))
            {
                _customers[chat] = customer = new CustomerView(Visitors[chat], Server.Port, Centre.Id);
            }

            await customer.ReadOnAsync(isCut: Dice(4) == 0, byCursor: Dice(2) == 0);
            await customer.MustBeFreshAsync(chat);
        }
    }

    private void Forget(IWay way)
    {
        if (_clients.Remove(way, out var client))
        {
            client.Proxy.Dispose();
        }
    }

    /// <summary>A client subscribes, reads everything once, and folds what comes from then on.</summary>
    private async Task<IWay> OpenAsync(Viewer viewer, Func<Uri, string, Task<IWay>> transport)
    {
        var proxy = new WatchingProxy(Server.Port);
        var way = await transport(new Uri(proxy.Url.GetLeftPart(UriPartial.Authority)), viewer.User);
        _clients.Add(way, new Client(way, proxy, await ClientView.ReadAsync(viewer.Api)));
        return way;
    }

    private sealed record Client(IWay Way, WatchingProxy Proxy, ClientView View)
    {
        public async Task FoldUntilAsync(string expected, bool mayRepeat)
        {
            while (View.Words != expected)
            {
                try
                {
                    View.Apply(await Way.NextAsync());
                }
                catch (TimeoutException error)
                {
                    throw new TimeoutException($"{error.Message} It shows\n{View.Words}\nand must show\n{expected}", error);
                }

                // Of a stay that is over, a crash may repeat a part, also later; its end follows.
                Assert.True(mayRepeat || View.Hole is null, $"On the {Way.Name}: {View.Hole}");
            }
        }
    }
}
