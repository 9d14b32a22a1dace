using OrleansChat.Grains;

namespace OrleansChat.Tests.Grains;

/// <summary>From when on a silence counts whose beginning was lost with a silo.</summary>
public sealed class DeparturesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(45);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(44, 44)]
    [InlineData(45, 0)]
    [InlineData(3_600, 0)]
    [InlineData(-1, 0)]
    public void It_counts_from_the_last_departure_unless_the_time_would_be_over(int secondsAgo, int counted)
    {
        var departures = new Departures();
        departures.Happened(Now.AddSeconds(-90));
        departures.Happened(Now.AddSeconds(-secondsAgo));
        Assert.Equal(Now.AddSeconds(-counted), departures.SilentSince(Now, SilenceMax));
    }

    [Fact]
    public void Where_nobody_left_it_counts_from_now() => Assert.Equal(Now, new Departures().SilentSince(Now, SilenceMax));
}
