using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal;

/// <summary>The store can be read, and takes what waits to be written.</summary>
internal sealed class JournalReadiness(IJournal journal) : IReadinessProbe
{
    /// <summary>No user has this id: it is no 32 hex digits.</summary>
    private const string Nobody = "user/health";

    public async Task CheckAsync(CancellationToken cancellation)
    {
        await journal.ReadHeadAsync(Nobody, cancellation);
        await journal.FlushAsync().WaitAsync(cancellation);
    }
}
