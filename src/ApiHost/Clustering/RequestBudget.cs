using OrleansChat.ApiHost.Notifications;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Hosting.Health;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Clustering;

/// <summary>
/// The time of one request for all of its grain calls together, and of each call in it, less than Orleans gives one, so that whoever tries again after it has an
/// answer within 5 s of a silo's death. A call to a silo that has just died is answered by nobody, and only its own time-out ends it: without a budget a request
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

    private static readonly AsyncLocal<Request?> Current = new();

    /// <summary>Runs a request of the API with a budget. What it leaves running behind is not bound by it, nor are polls, sockets and streams.</summary>
    /// <exception cref="StoreUnavailableException">This host has found no silo yet.</exception>
    public static async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(Uris.Prefix))
        {
            await next(http);                                          // whether the process lives is asked of nobody
            return;
        }

        http.RequestServices.GetService<ClusterConnection>()?.Check();
        if (NotificationsHosting.IsLong(http.Request))
        {
            await next(http);
            return;
        }

        var request = new Request(http.RequestServices.GetRequiredService<TimeProvider>());
        Current.Value = request;
        try
        {
            await next(http);
        }
        finally
        {
            request.IsOver = true;
        }
    }

    /// <summary>Makes a grain call, and again if no grain has begun it (see <see cref="Undelivered"/>).</summary>
    /// <param name="call">The call.</param>
    /// <param name="isRepeatable">Whether it makes no difference when it is done twice; asked when it was refused.</param>
    /// <exception cref="TimeoutException">The call or its request has no time left; what the call did is unknown.</exception>
    public static async Task SpendAsync(Func<Task> call, Func<bool> isRepeatable)
    {
        var request = Current.Value is { IsOver: false } current ? current : null;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await (request is null ? call() : request.WaitAsync(call()));
                return;
            }
            catch (Exception error) when (tries < TriesMax && request is not { HasTime: false } && Undelivered.Is(error, isRepeatable))
            {
                await Task.Delay(TryAgainAfter);
            }
        }
    }

    private sealed class Request(TimeProvider clock)
    {
        private readonly long _began = clock.GetTimestamp();

        public volatile bool IsOver;

        public bool HasTime => Left > TimeSpan.Zero;

        private TimeSpan Left => Length - clock.GetElapsedTime(_began);

        public Task WaitAsync(Task call) => call.WaitAsync(TimeSpan.FromTicks(Math.Clamp(Left.Ticks, 0, CallLength.Ticks)), clock);
    }
}
