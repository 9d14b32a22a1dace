using System.Runtime.InteropServices;
using OrleansChat.LocalCluster;

// The programs come first: run.sh knows where it built them.
var (siloProgram, apiProgram) = (args[0], args[1]);
ClusterArguments arguments;
try
{
    arguments = ClusterArguments.Parse(args[2..]);
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}

using var ending = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;                                              // what was started is ended first
    ending.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    await using var cluster = await RunningCluster.StartAsync(arguments, siloProgram, apiProgram, ending.Token);
    Console.WriteLine($"OrleansChat listens on {string.Join(" and ", cluster.Urls.Select(static u => u.GetLeftPart(UriPartial.Authority)))}. End it with Ctrl+C.");
    Console.WriteLine($"{arguments.Silos} silos, {arguments.ApiHosts} API hosts; {Path.Combine(arguments.DataFolder, RunningCluster.FileName)} has their process ids, {Path.Combine(arguments.DataFolder, "logs")} what they say.");
    await Task.Delay(Timeout.Infinite, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    Console.WriteLine("Ending …");
    return 0;
}
catch (OperationCanceledException) when (ending.IsCancellationRequested)
{
    return 0;
}
catch (InvalidOperationException error)
{
    await Console.Error.WriteLineAsync($"The cluster did not start: {error.Message}");
    return 1;
}
