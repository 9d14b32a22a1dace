#if ORLEANS_LOCAL
using Orleans.Local.Simulation;
using OrleansChat.ApiHost.Answers;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.People;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Hosting.Health;

namespace OrleansChat.Tests.Simulation;

/// <summary>What everybody on the floor needs: names, crashes, time, and a word for what went wrong.</summary>
internal sealed partial class SimulatedFloor
{
    public void Fail(string what) => Failure ??= what;

    public string NewText() => $"text{++_texts}";

    public static string NameOf(string stream) => stream.Split('/', 2) is ["user", var userId] ? FloorPeople.NameOf(userId) : stream;

    public IAddressable GrainOf(string stream) => stream.Split('/', 2) switch
    {
        ["chat", var chatId] => Grains.GetGrain<IChatGrain>(chatId),
        ["user", var userId] => Grains.GetGrain<IUserGrain>(userId),
        ["queue", var queueKey] => Grains.GetGrain<IQueueGrain>(queueKey),
        ["people", var key] => Grains.GetGrain<IPeopleGrain>(key),
        _ => throw new ArgumentException(stream, nameof(stream)),
    };

    public IAddressable InboxOf(string userId) => Grains.GetGrain<IInboxGrain>(userId);

    /// <summary>The activation is gone, in the midst of its turn perhaps; its callers learn it, or wait in vain.</summary>
    public void Crash(IAddressable grain, string when)
    {
        var callers = Dice.Next(3) == 0 ? CrashedCallers.WaitForTimeout : CrashedCallers.Fail;
        if (!_scheduler.CrashActivation(grain.GetGrainId(), callers)) return;
        History.Add($"{grain.GetGrainId()} crashes {when}");
        History.Reached.Add($"crash {when}");
    }

    /// <summary>As <see cref="Crash"/>; whoever awaits this is never continued.</summary>
    public Task CrashAsync(IAddressable grain, string when)
    {
        Crash(grain, when);
        return new TaskCompletionSource().Task;
    }

    /// <summary>Runs something in a turn of nobody's, later.</summary>
    public void Later(TimeSpan delay, Func<Task> act)
    {
        ITimer? timer = null;
        timer = Clock.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                _ = act();
            },
            null, delay, Timeout.InfiniteTimeSpan);
    }

    public Task PauseAsync(int fromMs, int toMs) => Task.Delay(Dice.Between(fromMs, toMs), Clock);

    /// <summary>Waits until what a stream holds now was told, as often as it has to be tried. <see langword="false"/>: the run ended first, or it took too long.</summary>
    public async Task<bool> UntilToldAsync(string stream, int looksMax = int.MaxValue)
    {
        var version = (await Journal.ReadHeadAsync(stream))?.Version ?? 0;
        for (var look = 0; look < looksMax && Failure is null && !IsClosed; look++)
        {
            if (((await Journal.ReadHeadAsync(stream))?.ToldVersion ?? 0) >= version) return true;
            await PauseAsync(500, 501);
        }

        return false;
    }

    /// <summary>Whether it went well. The store and the cluster may be away, but not while all is well; anything else is a failure of the run.</summary>
    public async Task<bool> TryAsync(Func<Task> act)
    {
        var wasWell = IsWell;
        try
        {
            await act();
            return true;
        }
        catch (Exception error)
        {
            if (wasWell || !Outage.Is(error)) Fail($"An operation ended with an exception: {error}");
            return false;
        }
    }
}
#endif
