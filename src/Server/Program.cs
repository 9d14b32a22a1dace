using OrleansChat.ApiHost.Hosting;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Hosting;
using OrleansChat.Server;
using OrleansChat.Silo;

if (args is ["hash-password", ..])
{
    return HashPassword.Run(Console.In, Console.Out, Console.Error);
}

return await HostProgram.RunAsync(
    args,
    static builder =>
    {
        var dataFolder = DataFolder.Open(builder.Configuration);
        builder.AddOrleansChatSilo(dataFolder);
        builder.AddOrleansChatApi(Path.Combine(dataFolder, "keys"));
    },
    static app => app.MapOrleansChatApi(),
    static app => Welcome.Print(app, Console.Out));
