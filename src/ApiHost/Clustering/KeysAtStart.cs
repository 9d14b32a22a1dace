using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.ApiHost.Clustering;

/// <summary>Reads the keys of the login cookies, or makes the first one, before anything else starts.</summary>
internal sealed class KeysAtStart(SharedKeys keys, IDataProtectionProvider protection) : IHostedLifecycleService
{
    /// <exception cref="SettingsException">The database cannot be used.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.OneAtATimeAsync(() => protection.CreateProtector(nameof(KeysAtStart)).Protect(""), cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw new SettingsException($"The keys of the login cookies cannot be read from the database ({error.Message}): start it, correct Cluster:Postgres, or let a silo or migrate make the schema first.", error);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
