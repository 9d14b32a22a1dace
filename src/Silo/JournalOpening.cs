using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo;

/// <summary>Opens the journal before anything else starts, so that a folder that cannot be used stops the start with its one line.</summary>
internal sealed class JournalOpening(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<IJournal>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
