using Microsoft.Extensions.DependencyInjection;
using OrleansChat.ApiHost.Clustering;
using OrleansChat.Grains.Interfaces;

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

    [Fact]
    public async Task All_calls_of_a_request_share_its_time_and_what_it_left_behind_does_not()
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        var never = new TaskCompletionSource();
        Task left = Task.CompletedTask;
        await RequestBudget.RunAsync(http, async _ =>
        {
            var began = TimeProvider.System.GetTimestamp();
            await Assert.ThrowsAsync<TimeoutException>(() => RequestBudget.SpendAsync(() => never.Task));
            Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 3.9, 30);
            await Assert.ThrowsAsync<TimeoutException>(() => RequestBudget.SpendAsync(() => never.Task));        // nothing is left
            left = AfterAsync();
        });
        never.SetResult();
        await left;

        async Task AfterAsync()
        {
            await never.Task;
            await RequestBudget.SpendAsync(static () => Task.CompletedTask);
        }
    }
}
