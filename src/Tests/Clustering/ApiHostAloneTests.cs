using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using OrleansChat.ApiHost.Clustering;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Tests.Time;

namespace OrleansChat.Tests.Clustering;

/// <summary>An API host before it has found a silo, and the time of its requests.</summary>
public sealed class ApiHostAloneTests
{
    [Fact]
    public async Task Without_a_silo_nothing_is_asked_and_with_one_everything_is()
    {
        var connection = new ClusterConnection();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => connection.CheckAsync(CancellationToken.None));
        connection.Made();
        await connection.CheckAsync(CancellationToken.None);
    }

    /// <summary>A process that has no silo yet must not be started again for that.</summary>
    [Theory]
    [InlineData("/health/live", true)]
    [InlineData("/health/ready", true)]
    [InlineData("/api/v2/me", false)]
    [InlineData("/api/v2/notifications", false)]
    public async Task Without_a_silo_only_the_api_is_refused(string path, bool passes)
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton<ClusterConnection>().BuildServiceProvider() };
        http.Request.Path = path;
        var passed = false;
        var refusal = await Record.ExceptionAsync(() => RequestBudget.RunAsync(http, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        }));
        Assert.Equal((passes, !passes), (passed, refusal is StoreUnavailableException));
    }

    [Fact]
    public async Task A_call_has_2_s_and_all_of_a_request_4_s_what_is_not_spent_on_calls_does_not_count_and_what_it_left_behind_is_free()
    {
        var clock = new FakeClock();
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton<TimeProvider>(clock).BuildServiceProvider() };
        http.Request.Path = "/api/v2/me";
        var (never, isOver) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task left = Task.CompletedTask;
        await RequestBudget.RunAsync(http, async _ =>
        {
            await EndsAfterAsync(clock, TimeSpan.FromSeconds(2));
            clock.Advance(TimeSpan.FromHours(1));                       // a client that sends its body slowly
            var atOnce = new TaskCompletionSource();
            var two = Task.WhenAll(RequestBudget.SpendAsync(() => atOnce.Task, Never), RequestBudget.SpendAsync(() => atOnce.Task, Never));
            clock.Advance(TimeSpan.FromSeconds(1));
            atOnce.SetResult();
            await two;                                                  // a second, not two
            await EndsAfterAsync(clock, TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<TimeoutException>(() => RequestBudget.SpendAsync(() => never.Task, Never));        // nothing is left
            left = AfterAsync();
        });
        isOver.SetResult();
        clock.Advance(TimeSpan.FromHours(1));
        Assert.False(left.IsCompleted);
        never.SetResult();
        await left;

        async Task AfterAsync()
        {
            await isOver.Task;
            await RequestBudget.SpendAsync(() => never.Task, Never);
        }
    }

    /// <summary>A socket, a stream of events.</summary>
    [Fact]
    public async Task A_request_that_stays_has_its_time_anew_for_each_answer_and_what_nobody_waits_for_has_none()
    {
        var clock = new FakeClock();
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton<TimeProvider>(clock).BuildServiceProvider() };
        http.Request.Path = "/api/v2/notifications";
        var (never, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        Assert.Null(RequestBudget.Begin());
        await RequestBudget.RunAsync(http, async _ =>
        {
            await SpendAllAsync();
            var aside = AsideAsync();
            using (RequestBudget.Begin()) await SpendAllAsync();
            using (RequestBudget.Begin()) await SpendAllAsync();

            var afterwards = RequestBudget.SpendAsync(() => never.Task, Never);
            clock.Advance(TimeSpan.FromHours(1));
            Assert.False(afterwards.IsCompleted);
            begun.SetResult();
            clock.Advance(TimeSpan.FromHours(1));
            Assert.False(aside.IsCompleted);
            never.SetResult();
            await afterwards;
            await aside;
        });

        async Task SpendAllAsync()
        {
            for (var time = 1; time <= 2; time++) await EndsAfterAsync(clock, TimeSpan.FromSeconds(2));
            await Assert.ThrowsAsync<TimeoutException>(() => RequestBudget.SpendAsync(() => never.Task, Never));
        }

        // Began with the budget of the request, as what a socket reports does: it is over when the first answer begins.
        async Task AsideAsync()
        {
            await begun.Task;
            await RequestBudget.SpendAsync(() => never.Task, Never);
        }
    }

    [Fact]
    public async Task A_call_that_no_grain_has_begun_is_made_again_for_as_long_as_there_is_time()
    {
        var clock = new FakeClock();
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton<TimeProvider>(clock).BuildServiceProvider() };
        http.Request.Path = "/api/v2/me";
        var calls = 0;
        await RequestBudget.RunAsync(http, async _ =>
        {
            await RequestBudget.SpendAsync(() => ++calls < 3 ? throw Leaving() : Task.CompletedTask, Never);
            Assert.Equal(3, calls);
            await Assert.ThrowsAsync<SiloUnavailableException>(() => RequestBudget.SpendAsync(() => ++calls == 4 ? throw new SiloUnavailableException("The target silo became unavailable") : Task.CompletedTask, Never));
            await Assert.ThrowsAsync<SiloUnavailableException>(() => RequestBudget.SpendAsync(() =>
            {
                clock.Advance(TimeSpan.FromSeconds(4));
                throw Leaving();
            }, Never));
        });
        Assert.Equal(4, calls);

        static SiloUnavailableException Leaving() => new("Silo 'S127.0.0.1:45005:154317840' is shutting down.");
    }

    /// <summary>A call that nobody answers ends after this time, and not before.</summary>
    private static async Task EndsAfterAsync(FakeClock clock, TimeSpan time)
    {
        var never = new TaskCompletionSource();
        var call = RequestBudget.SpendAsync(() => never.Task, Never);
        clock.Advance(time - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    /// <summary>What may never be done twice.</summary>
    private static bool Never() => false;
}
