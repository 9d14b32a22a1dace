using OrleansChat.Hosting.Wire;


namespace OrleansChat.Tests.ApiHost;

/// <summary>Decision 23.</summary>
public sealed class TimestampsTests
{
    private static readonly DateTimeOffset Winter = new(2015, 11, 26, 16, 39, 38, 7, TimeSpan.Zero);
    private static readonly DateTimeOffset Summer = new(2014, 7, 1, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "2015-11-26 16:39:38.007+0000", "2014-07-01 23:30:00.000+0000")]
    [InlineData("UTC", "2015-11-26 16:39:38.007+0000", "2014-07-01 23:30:00.000+0000")]
    [InlineData("+02:00", "2015-11-26 18:39:38.007+0200", "2014-07-02 01:30:00.000+0200")]
    [InlineData("-0730", "2015-11-26 09:09:38.007-0730", "2014-07-01 16:00:00.000-0730")]
    [InlineData("Europe/Berlin", "2015-11-26 17:39:38.007+0100", "2014-07-02 01:30:00.000+0200")]
    [InlineData("America/Los_Angeles", "2015-11-26 08:39:38.007-0800", "2014-07-01 16:30:00.000-0700")]
    public void In_the_zone_with_a_numeric_offset(string? zone, string winter, string summer)
    {
        var timestamps = Timestamps.In(zone);
        Assert.Equal(winter, timestamps.Text(Winter));
        Assert.Equal(summer, timestamps.Text(Summer));
    }

    [Fact]
    public void The_offset_of_the_moment_does_not_matter() =>
        Assert.Equal("2015-11-26 16:39:38.007+0000", Timestamps.In(null).Text(Winter.ToOffset(TimeSpan.FromHours(-5))));
}
