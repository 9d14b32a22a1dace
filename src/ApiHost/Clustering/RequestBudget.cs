using OrleansChat.Grains.Interfaces;
using OrleansChat.Hosting.Health;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Clustering;

/// <summary>
/// The time that a request may spend on all of its grain calls together, and on each of them, less than Orleans gives one, so that whoever tries again after it has an
/// answer within 5 s of a silo's death. What is not spent on calls, such as a body that comes slowly or a poll that is held, does not count. A socket has it anew for each frame, a stream
/// of events each time it asks. A call to a silo that has just died is answered by nobody, and only its own time-out ends it: without a budget a request
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
        budget?.Enter();
        try
        {
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
        finally
        {
            budget?.Leave();
        }
    }

    private sealed class Budget(TimeProvider clock) : IDisposable
    {
        private readonly Lock _lock = new();
        private TimeSpan _spent;
        private long _since;
        private int _calls;
        private volatile bool _isOver;

        public bool IsOver => _isOver;

        public bool HasTime => Left > TimeSpan.Zero;

        private TimeSpan Left
        {
            get
            {
                lock (_lock) return Length - _spent - (_calls > 0 ? clock.GetElapsedTime(_since) : TimeSpan.Zero);
            }
        }

        public Budget Anew() => new(clock);

        public void Dispose() => _isOver = true;

        /// <summary>Time is spent while at least one call is under way.</summary>
        public void Enter()
        {
            lock (_lock)
            {
                if (_calls++ == 0) _since = clock.GetTimestamp();
            }
        }

        public void Leave()
        {
            lock (_lock)
            {
                if (--_calls == 0) _spent += clock.GetElapsedTime(_since);
            }
        }

        public Task WaitAsync(Task call) => call.WaitAsync(TimeSpan.FromTicks(Math.Clamp(Left.Ticks, 0, CallLength.Ticks)), clock);
    }
}
