using OrleansChat.ApiHost.Clustering;
using OrleansChat.ApiHost.Hosting;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Hosting;
using OrleansChat.Hosting.Settings;

if (args is ["hash-password", ..])
{
    return HashPassword.Run(Console.In, Console.Out, Console.Error);
}

return await HostProgram.RunAsync(
    args,
    static builder =>
    {
        var cluster = ClusterSettings.Load(builder.Configuration);
        builder.AddClusterClient(cluster);
        builder.AddOrleansChatApi(cluster);
    },
    static app => app.MapOrleansChatApi());
