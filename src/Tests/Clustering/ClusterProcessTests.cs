using OrleansChat.LocalCluster;

namespace OrleansChat.Tests.Clustering;

/// <summary>What becomes of a process of a cluster that ends.</summary>
public sealed class ClusterProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanschat-process-");
    private readonly TaskCompletionSource _ranAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Log => Path.Combine(_folder.FullName, "log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_is_left_dead_where_nobody_starts_it_again()
    {
        await using var process = Make(respawns: false);
        process.Start();
        await process.Running.WaitAsync(Patience);
        Assert.Null(process.Entry.ProcessId);
        Assert.Equal(["ran"], File.ReadAllLines(Log));
    }

    [Fact]
    public async Task It_is_started_again_otherwise()
    {
        await using var process = Make(respawns: true);
        process.Start();
        await _ranAgain.Task.WaitAsync(Patience);
        Assert.False(process.Running.IsCompleted);
    }

    /// <summary>Whatever it prints is more than a pipe holds, and none of it can be stored.</summary>
    [Fact]
    public async Task A_full_disk_does_not_hold_it_up()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var process = new ClusterProcess("silo", "silo-1", new Dictionary<string, string>(), ["sh", "-c", "yes | head -c 1000000"], "/dev/full", respawns: false, static () => { });
        process.Start();
        await process.Running.WaitAsync(Patience);
        Assert.True(process.Running.IsCompletedSuccessfully);
    }

    private ClusterProcess Make(bool respawns) => new("silo", "silo-1", new Dictionary<string, string>(), ["sh", "-c", "echo ran"], Log, respawns, () =>
    {
        if (File.ReadAllLines(Log).Length > 1) _ranAgain.TrySetResult();
    });
}
