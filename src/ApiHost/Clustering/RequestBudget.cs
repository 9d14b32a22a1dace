using OrleansChat.Grains.Interfaces;
using OrleansChat.Hosting.Health;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Clustering;

/// <summary>
/// The time in which a client waits, for all grain calls in it together, and of each of them, less than Orleans gives one, so that whoever tries again after it has an
/// answer within 5 s of a silo's death. It is that of a request; one that stays (a held poll, a socket, a stream of events) has it until then, and anew for each answer. A call to a silo that has just died is answered by nobody, and only its own time-out ends it: without a budget a request
/// that makes three of them would wait three times as long. Soon after the end of such a call the others know of the death.
/// </summary>
internal static class RequestBudget
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan CallLength = TimeSpan.FromSeconds(2);

    /// <summary>Between two tries to deliver a call.</summary>
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>As many tries as fill the time of a call.</summary>
    private const int TriesMax = 20;

    private static readonly AsyncLocal<Budget?> Current = new();

    /// <summary>Runs a request of the API with a budget. What it leaves running behind is not bound by it.</summary>
    /// <exception cref="StoreUnavailableException">This host has found no silo yet.</exception>
    public static async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(Uris.Prefix))
        {
            await next(http);                                          // whether the process lives is asked of nobody
            return;
        }

        http.RequestServices.GetService<ClusterConnection>()?.Check();
        using var budget = new Budget(http.RequestServices.GetRequiredService<TimeProvider>());
        Current.Value = budget;
        await next(http);
    }

    /// <summary>A new budget, for what comes after this in the caller; the former one is over. <see langword="null"/> outside of a request.</summary>
    public static IDisposable? Begin()
    {
        if (Current.Value is not { } former) return null;
        former.Dispose();
        return Current.Value = former.Anew();
    }

    /// <summary>Makes a grain call, and again if no grain has begun it (see <see cref="Undelivered"/>).</summary>
    /// <param name="call">The call.</param>
    /// <param name="isRepeatable">Whether it makes no difference when it is done twice; asked when it was refused.</param>
    /// <exception cref="TimeoutException">The call or its budget has no time left; what the call did is unknown.</exception>
    public static async Task SpendAsync(Func<Task> call, Func<bool> isRepeatable)
    {
        var budget = Current.Value is { IsOver: false } current ? current : null;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await (budget is null ? call() : budget.WaitAsync(call()));
                return;
            }
            catch (Exception error) when (tries < TriesMax && budget is not { HasTime: false } && Undelivered.Is(error, isRepeatable))
            {
                await Task.Delay(TryAgainAfter);
            }
        }
    }

    private sealed class Budget(TimeProvider clock) : IDisposable
    {
        private readonly long _began = clock.GetTimestamp();
        private volatile bool _isOver;

        public bool IsOver => _isOver;

        public bool HasTime => Left > TimeSpan.Zero;

        private TimeSpan Left => Length - clock.GetElapsedTime(_began);

        public Budget Anew() => new(clock);

        public void Dispose() => _isOver = true;

        public Task WaitAsync(Task call) => call.WaitAsync(TimeSpan.FromTicks(Math.Clamp(Left.Ticks, 0, CallLength.Ticks)), clock);
    }
}
