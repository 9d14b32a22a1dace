using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Permissions;

/// <summary>Listens to a user's notifications over long-polling, as far as it is asked to.</summary>
internal sealed class Ear : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Api _api;
    private readonly string _clientId;
    private readonly Queue<JsonObject> _heard = [];
    private long _ack;

    private Ear(Api api, string clientId) => (_api, _clientId) = (api, clientId);

    public static async Task<Ear> OpenAsync(Api api) => new(api, await api.ConnectedAsync(ack: true));

    /// <summary>The first notification that fits; those before it are gone.</summary>
    public async Task<JsonObject> UntilAsync(Func<JsonObject, bool> fits)
    {
        while (true)
        {
            while (_heard.TryDequeue(out var next))
            {
                if (fits(next)) return next;
            }

            foreach (var message in (await _api.ConnectAsync(_clientId, _ack).WaitAsync(Patience)).OfType<JsonObject>())
            {
                if (message["data"] is JsonObject data) _heard.Enqueue(data);
                else _ack = (long?)message["ext"]?["ack"] ?? throw new InvalidOperationException(message.ToJsonString());
            }
        }
    }

    public async ValueTask DisposeAsync() => await _api.DisconnectAsync(_clientId);
}
