using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.FailPoints;
using OrleansChat.Hosting.Settings;
using Orleans.Hosting;
#if !ORLEANS_LOCAL
using OrleansChat.Grains.Interfaces.Inboxes;
#endif

namespace OrleansChat.Silo.FailPoints;

/// <summary>A silo that dies when it should tell an inbox something: the answer to the request has gone, and nobody was told.</summary>
internal static class FailingTellings
{
#if ORLEANS_LOCAL
    /// <exception cref="SettingsException">It is asked for: the stand-in for Orleans passes calls through no filter.</exception>
    public static void AddTo(ISiloBuilder silo, FailPoint? failPoint)
    {
        if (failPoint is { Place: FailPlace.BeforeNotify }) throw new SettingsException(NoCluster.Why);
    }
#else
    /// <summary>A chat tells while it answers; this is how long the answer takes to leave.</summary>
    private static readonly TimeSpan AnswerLeaves = TimeSpan.FromMilliseconds(100);

    public static void AddTo(ISiloBuilder silo, FailPoint? failPoint)
    {
        if (failPoint is not { Place: FailPlace.BeforeNotify }) return;
        silo.AddOutgoingGrainCallFilter(async call =>
        {
            if (call.InterfaceMethod.DeclaringType == typeof(IInboxGrain) && call.InterfaceMethod.Name == nameof(IInboxGrain.TellAsync) && failPoint.IsReached())
            {
                await Task.Delay(AnswerLeaves);
                FailPoint.Die();
            }

            await call.Invoke();
        });
    }
#endif
}
