using OrleansChat.Domain.Chats;
using OrleansChat.Grains;

namespace OrleansChat.Tests.Domain;

/// <summary>From when on a silence counts whose beginning was lost with a silo.</summary>
public sealed class CustomerSilenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(45);

    [Theory]
    [InlineData(0, 60, 0)]
    [InlineData(1, 60, 1)]
    [InlineData(44, 60, 44)]
    [InlineData(44, 5, 5)]
    [InlineData(44, -5, 44)]
    [InlineData(49, 5, 5)]
    [InlineData(49, 60, 43)]
    [InlineData(45, 60, 43)]
    [InlineData(50, 5, 0)]
    [InlineData(3_600, 60, 0)]
    [InlineData(-1, 60, 0)]
    public void It_counts_from_the_last_departure_or_a_later_sign_unless_somebody_would_have_looked_since(int departedAgo, int storedAgo, int counted)
    {
        Assert.Equal(Now.AddSeconds(-counted), CustomerSilence.Since(Now, Now.AddSeconds(-departedAgo), Now.AddSeconds(-storedAgo), SilenceMax));
    }

    [Fact]
    public void Where_nobody_left_it_counts_from_now() => Assert.Equal(Now, CustomerSilence.Since(Now, new Departures().Last, Now.AddSeconds(-3), SilenceMax));

    [Fact]
    public void Of_departures_the_last_counts_in_whatever_order_they_are_learned()
    {
        var departures = new Departures();
        foreach (var ago in new[] { 90, 30, 60 }) departures.Happened(Now.AddSeconds(-ago));
        Assert.Equal(Now.AddSeconds(-30), departures.Last);
    }
}
