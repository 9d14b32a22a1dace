using OrleansChat.ApiHost.Hosting;
using OrleansChat.Server;
using OrleansChat.Silo;

if (args is ["hash-password", ..])
{
    return HashPassword.Run(Console.In, Console.Out, Console.Error);
}

try
{
    var builder = ServerSettings.Builder(args);
    var dataFolder = DataFolder.Open(builder.Configuration);
    builder.AddOrleansChatSilo(dataFolder);
    builder.AddOrleansChatApi(Path.Combine(dataFolder, "keys"));

    if (TelemetryExport.IsWanted(Environment.GetEnvironmentVariables()))
    {
        builder.Services.AddHostedService<TelemetryExport>();
    }

    await using var app = builder.Build();
    app.MapOrleansChatApi();
    using var onHangUp = ReloadSignal.Watch(app.Configuration);
    await app.StartAsync();
    StartFailure.Started();
    Welcome.Print(app, Console.Out);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception error) when (StartFailure.Line(error) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
