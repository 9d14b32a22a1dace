using OrleansChat.Grains.Interfaces;
using OrleansChat.Hosting.Health;
using Orleans.Runtime;

namespace OrleansChat.Tests.Clustering;

/// <summary>Which failed calls may be made again, whatever they do. The words are those of Orleans 10.2.2.</summary>
public sealed class UndeliveredTests
{
    public static TheoryData<Exception, bool, bool> Failures => new()
    {
        { new SiloUnavailableException("Silo 'S127.0.0.1:45005:154317840' is shutting down."), true, true },
        { new SiloUnavailableException(), false, true },                // also what was being written when a connection closed
        { new SiloUnavailableException("The target silo became unavailable for message: Request"), false, false },
        { new SiloUnavailableException("The local Orleans host is shutting down and can no longer process the request: Request"), false, false },
        { new StoreUnavailableException("retry"), false, false },
        { new TimeoutException(), false, false },
        { new InvalidOperationException("Silo 'x' is shutting down."), false, false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Only_what_was_certainly_not_begun_may_be_made_again_whatever_it_does(Exception error, bool always, bool ifRepeatable) =>
        Assert.Equal((always, ifRepeatable), (Undelivered.Is(error, static () => false), Undelivered.Is(error, static () => true)));

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_a_grain_could_not_deliver_is_never_taken_for_that_by_its_caller(Exception error, bool always, bool ifRepeatable)
    {
        var thrown = await Record.ExceptionAsync(() => Undelivered.HideAsync(() => Task.FromException(error)));
        Assert.False(Undelivered.Is(thrown!, static () => true));
        Assert.Equal(always || ifRepeatable ? typeof(StoreUnavailableException) : error.GetType(), thrown!.GetType());
    }
}
