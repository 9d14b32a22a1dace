using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.People;

/// <summary>
/// Reads the section <c>People</c> again when the configuration says that it changed: the file of <c>--config</c> was written, or SIGHUP came.
/// A section with anything wrong in it is refused as a whole, and the one before holds. Other sections are read at the start only.
/// </summary>
internal sealed partial class PeopleReload(IConfiguration configuration, PeopleInForce people, bool areDemo, ILogger<PeopleReload> logger) : IHostedService, IDisposable
{
    /// <summary>A writer is seldom done with one write: what follows within this time is read together.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private IDisposable? _watch;
    private Timer? _settled;

    /// <summary>Nobody is configured, so the demonstration people are there. This does not change while the server runs.</summary>
    public bool AreDemo => areDemo;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _settled = new Timer(_ => Reload());
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, () => _settled.Change(Settling, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _watch?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _settled?.Dispose();
    }

    /// <summary>Puts the people of the configuration in force, or says in the log why not.</summary>
    private void Reload()
    {
        lock (_lock)
        {
            try
            {
                var (next, nextAreDemo) = PeopleLoading.Load(configuration);
                if (nextAreDemo != areDemo)
                {
                    Log.Refused(logger, areDemo ? "people instead of the demonstration people need a start." : "the section People is gone, or its file cannot be read.");
                    return;
                }

                people.Replace(next);
                Log.Reloaded(logger, next.UserCount);
            }
            catch (SettingsException error)
            {
                Log.Refused(logger, error.Message);
            }
        }
    }
}
