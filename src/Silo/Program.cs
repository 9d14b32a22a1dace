using OrleansChat.Hosting;
using OrleansChat.Hosting.Health;
using OrleansChat.Hosting.Settings;
using OrleansChat.Silo;
using OrleansChat.Silo.Clustering;

if (args is ["migrate", .. var rest])
{
    return await Migration.RunAsync(rest, Console.Out, Console.Error);
}

return await HostProgram.RunAsync(
    args,
    static builder =>
    {
        var cluster = ClusterSettings.Load(builder.Configuration);
        SharedSpelling.Check(builder.Configuration);
        builder.AddCommonServices();
        builder.AddOrleansChatSilo(cluster);
    },
    static app => app.MapHealth());
