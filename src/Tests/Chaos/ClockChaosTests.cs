using System.Globalization;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>Clocks that differ and jump. Order comes from the journal and what is awaited is measured on monotonic clocks, so that wrong clocks cost wrong times, and nothing else.</summary>
[Collection(ChaosRuns.Name)]
public sealed class ClockChaosTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _clocks = Directory.CreateTempSubdirectory("orleanschat-clocks-");

    [SkewedClockFact]
    public async Task Silos_whose_clocks_differ_and_jump_keep_one_history()
    {
        if (!OperatingSystem.IsWindows()) _clocks.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;
        await SetAsync(0, 0, 0);
        await using var floor = await ChaosFloor.OpenAsync("3x2", output, name => name.StartsWith("silo", StringComparison.Ordinal) ? Variables(name) : []);
        await SetAsync(0, 25, -25);
        await TalkAsync(floor, "clocks 25 s before and behind");
        Assert.Equal(0, await floor.DeadAsync());
        await SetAsync(0, 180, -180);
        await TalkAsync(floor, "clocks 3 min before and behind");
        await SetAsync(-3600, 0, 0);
        await TalkAsync(floor, "a clock that jumped back by an hour, and the others put right");
        await floor.JudgeAsync(outages: false);
    }

    public void Dispose() => _clocks.Delete(recursive: true);

    private static async Task TalkAsync(ChaosFloor floor, string what)
    {
        floor.Say(what);
        await floor.TalkAsync(12);
        floor.Say($"members ever declared dead: {await floor.DeadAsync()}");
    }

    /// <summary>How many seconds each silo's clock is before the true one, from within a second on.</summary>
    private async Task SetAsync(params int[] skews)
    {
        for (var silo = 1; silo <= skews.Length; silo++)
        {
            var file = File(string.Create(CultureInfo.InvariantCulture, $"silo-{silo}"));
            await System.IO.File.WriteAllTextAsync(file + ".new", skews[silo - 1].ToString("+0;-0", CultureInfo.InvariantCulture));
            System.IO.File.Move(file + ".new", file, overwrite: true);
        }
    }

    private (string Name, string Value)[] Variables(string name) =>
    [
        ("LD_PRELOAD", SkewedClockFactAttribute.Library!), ("FAKETIME_TIMESTAMP_FILE", File(name)), ("FAKETIME_CACHE_DURATION", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("DONT_FAKE_MONOTONIC", "1"),
    ];

    private string File(string name) => Path.Combine(_clocks.FullName, name);
}
