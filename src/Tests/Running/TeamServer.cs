using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>One running server with many teams: each test takes a team of its own, so none disturbs another.</summary>
public class TeamServer : IAsyncLifetime
{
    /// <summary>Not where it listens: what is printed in a <c>uri</c> must come from here.</summary>
    public const string ExternalUrl = "http://chat.example.org:9090";

    private const int Teams = 120;

    private readonly string _config = Path.GetTempFileName();
    private int _taken;

    public TeamServer()
        : this($"--Wire:ExternalUrl={ExternalUrl}/")
    {
    }

    protected TeamServer(params string[] arguments)
    {
        File.WriteAllText(_config, new JsonObject { ["People"] = Team.People(Teams) }.ToJsonString());
        Server = new RunningServer { Arguments = ["--config", _config, .. arguments] };
    }

    public RunningServer Server { get; }

    public Team NextTeam() => new(Server, ++_taken);

    public Task InitializeAsync() => Server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        File.Delete(_config);
    }
}

/// <summary>The tests that share one server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneServer : ICollectionFixture<TeamServer>
{
    public const string Name = "One running server";
}
