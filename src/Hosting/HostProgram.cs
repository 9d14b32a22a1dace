using System.Diagnostics;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.Hosting;

/// <summary>The life of a process: settings, services, start, end. What keeps it from starting becomes one line on the standard error.</summary>
internal static class HostProgram
{
    /// <summary>Set to 1 by whoever starts this process and wants it to end with them, however they end.</summary>
    private const string EndsWithInput = "ORLEANSCHAT_ENDS_WITH_INPUT";

    /// <summary>How long it may take to stop in order then. What a stop waits for may have ended with whoever started this process, as the database does.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(15);

    /// <param name="args">The command line: <c>--key value</c> or <c>--key=value</c>.</param>
    /// <param name="add">Registers what the process is. Throws <see cref="SettingsException"/> for a setting that it cannot start with.</param>
    /// <param name="map">Its endpoints.</param>
    /// <param name="started">It listens.</param>
    /// <returns>The exit code: 0, or 1 where it did not start.</returns>
    public static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> map, Action<WebApplication>? started = null)
    {
        try
        {
            var builder = HostSettings.Builder(args);
            add(builder);
            await using var app = builder.Build();
            map(app);
            using var onHangUp = ReloadSignal.Watch(app.Configuration);
            await app.StartAsync();
            StartFailure.Started();
            started?.Invoke(app);
            if (Environment.GetEnvironmentVariable(EndsWithInput) == "1")
            {
                _ = EndWithInputAsync(app.Lifetime);
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (StartFailure.Line(error) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    private static async Task EndWithInputAsync(IHostApplicationLifetime lifetime)
    {
        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
        lifetime.StopApplication();
        await Task.Delay(EndMax);
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
