using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.People;

namespace OrleansChat.Silo;

/// <summary>Has the people reviewed after a start, since they may have changed meanwhile, and after every change; until it succeeds.</summary>
internal sealed partial class PeopleWatch(IPeople people, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<PeopleWatch> logger) : BackgroundService
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>One place: what changed twice is reviewed once.</summary>
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        people.OnChange(() => _changes.Writer.TryWrite(true));
        await using var atStart = lifetime.ApplicationStarted.Register(() => _changes.Writer.TryWrite(true));
        try
        {
            await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken))
            {
                await ReviewAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task ReviewAsync(CancellationToken cancellation)
    {
        try
        {
            await grains.GetGrain<IPeopleGrain>(IPeopleGrain.Key).ReviewAsync();
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            Log.ReviewFailed(logger, error);
            await Task.Delay(TryAgainAfter, clock, cancellation);
            _changes.Writer.TryWrite(true);
        }
    }
}
