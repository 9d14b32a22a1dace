using OrleansChat.Bench;

if (args is ["control", var url, var folder])
{
    return await ControlServer.RunAsync(url, folder);
}

return await Measuring.RunAsync(BenchOptions.Parse(args));
