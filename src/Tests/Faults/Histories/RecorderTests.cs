using System.Diagnostics;

namespace OrleansChat.Tests.Faults.Histories;

/// <summary>How long a notification took.</summary>
public sealed class RecorderTests
{
    [Theory]
    [InlineData(10, 13, 3)]
    [InlineData(10, 9, 0)]
    [InlineData(10, 25, 10)]
    [InlineData(10, 23, 10)]
    [InlineData(10, 19, 9)]
    [InlineData(22, 26, 1)]
    [InlineData(26, 27, 1)]
    public void A_time_in_which_nobody_could_have_told_is_left_out_and_no_more(int acknowledgedAt, int toldAt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Recorder.Between(Ticks(acknowledgedAt), Ticks(toldAt), (Ticks(20), Ticks(25))));

    private static long Ticks(int seconds) => seconds * Stopwatch.Frequency;
}
