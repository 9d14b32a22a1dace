using Microsoft.Extensions.Configuration;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.Settings;
using OrleansChat.LocalCluster;

namespace OrleansChat.Tests.Clustering;

/// <summary>The section <c>Cluster</c>, and the arguments of <c>./run.sh --cluster</c>.</summary>
public class ClusterSettingsTests
{
    [Fact]
    public void The_database_and_nothing_else_is_needed()
    {
        var cluster = Load("Postgres=Host=db");
        Assert.Equal(("Host=db", "127.0.0.1", true), (cluster.Postgres, cluster.AdvertisedAddress, cluster.Migrate));
        Assert.Equal($"{Environment.MachineName}:11111", cluster.SiloName);
    }

    [Theory]
    [InlineData("SiloPort=1", "Cluster:Postgres is missing")]
    [InlineData("Postgres=x AdvertisedAddress=silo.example", "use an IP address")]
    [InlineData("Postgres=x SiloPort=0", "two ports")]
    [InlineData("Postgres=x SiloPort=30000", "two ports")]
    [InlineData("Postgres=x GatewayPort=65536", "two ports")]
    [InlineData("Postgres=x ClusterId=", "Cluster:ClusterId has 1 to 100")]
    [InlineData("Postgres=x Migrat=true", "Migrat")]
    public void What_cannot_be_is_refused_in_one_line(string settings, string words) =>
        Assert.Contains(words, Assert.Throws<SettingsException>(() => Load(settings)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_cluster_has_consecutive_ports_and_passes_settings_on()
    {
        var asked = ClusterArguments.Parse(["--cluster", "3x2", "--urls=http://127.0.0.1:9000", "--no-respawn", "--config", "people.json", "--Supervision:AutoJoin=true"]);
        Assert.Equal((3, 2, false), (asked.Silos, asked.ApiHosts, asked.Respawns));
        Assert.Equal([9000, 9001], [asked.UrlOf(0).Port, asked.UrlOf(1).Port]);
        Assert.Equal(["--config=people.json", "--Supervision:AutoJoin=true"], asked.Rest);
    }

    [Theory]
    [InlineData("--cluster 3", "is no size")]
    [InlineData("--cluster 0x1", "is no size")]
    [InlineData("--cluster 1x17", "is no size")]
    [InlineData("--cluster", "needs a value")]
    [InlineData("--cluster 1x1 --urls http://0.0.0.0:80", "listens on loopback")]
    [InlineData("--cluster 1x1 --urls https://127.0.0.1:80", "listens on loopback")]
    public void Arguments_that_cannot_be_are_refused_in_one_line(string arguments, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => ClusterArguments.Parse(arguments.Split(' '))).Message, StringComparison.Ordinal);

    private static ClusterSettings Load(string settings) => ClusterSettings.Load(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(' ').Select(static s => s.Split('=', 2)).ToDictionary(static s => $"Cluster:{s[0]}", static s => (string?)s[1])).Build());
}
