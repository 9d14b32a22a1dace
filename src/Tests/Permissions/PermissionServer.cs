using System.Text.Json.Nodes;
using OrleansChat.Domain.People;
using OrleansChat.Tests.Access;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Permissions;

/// <summary>
/// A running server with the subjects of <see cref="PermissionTables"/>. Both contact centres have the same people; the names of the other one's begin
/// with x, so that the tests can look from either side.
/// </summary>
public sealed class PermissionServer : IAsyncLifetime
{
    private static readonly string[] Supervisors = ["sue", "max", "ivy", "mona", "cora", "barb"];
    private static readonly string[] Users = ["ann", "bob", "con", .. Supervisors, "lea", "boss"];

    private readonly string _config = Path.GetTempFileName();
    private readonly Dictionary<string, Api> _subjects = [];

    public PermissionServer()
    {
        File.WriteAllText(_config, new JsonObject { ["People"] = new JsonObject { ["ContactCenters"] = new JsonArray(Center(Near), Center(Far)) } }.ToJsonString());
        Server = new RunningServer
        {
            Arguments =
            [
                "--config", _config, "--RateLimits:FailedLoginsBurst=0", "--RateLimits:FailedLoginsOfUserBurst=0", "--RateLimits:FailedLoginsOfAddressBurst=0", "--RateLimits:HandshakesBurst=100000",
                $"--Access:Jwt:Issuer={TokenMaker.Issuer}", $"--Access:Jwt:Audience={TokenMaker.Audience}", "--Access:Jwt:Keys:0:KeyId=h", $"--Access:Jwt:Keys:0:Secret={Convert.ToBase64String(TokenMaker.Secret)}",
            ],
        };
    }

    /// <summary>What the names of a contact centre's people begin with.</summary>
    public const string Near = "";

    /// <inheritdoc cref="Near"/>
    public const string Far = "x";

    public RunningServer Server { get; }

    public static IReadOnlyList<string> SupervisorsOfAnn => Supervisors;

    public static string CenterOf(string prefix) => prefix == Near ? Api.ContactCenterId : Team.OtherContactCenterId;

    /// <summary>Of which contact centre a subject is.</summary>
    public static string PrefixOf(string subject) => subject.StartsWith('x') || subject == "custX" ? Far : Near;

    public static string UserId(string userName) => PeopleDirectory.UserIdOf(CenterOf(PrefixOf(userName)), userName);

    public Api As(string subject) => _subjects[subject];

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        foreach (var user in new[] { Near, Far }.SelectMany(static prefix => Users.Select(name => prefix + name)))
        {
            _subjects[user] = Api.User(Server, user);
        }

        _subjects["anonymous"] = Api.Anonymous(Server);
        _subjects["wrongPassword"] = Api.User(Server, "ann", "wrong");
        _subjects["disabled"] = Api.User(Server, "gone");
        _subjects["expiredToken"] = Api.Bearer(Server, TokenMaker.Make("ann", payload: static p => p["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60));
        _subjects["endedLogin"] = await Api.LoggedInAsync(Server, "ann");
        _ = (await As("endedLogin").PostAsync("/api/v2/me", "EndContactCenterSession")).Ok;
        _subjects["custB"] = Api.Customer(Server, CenterOf(Near));
        _subjects["custX"] = Api.Customer(Server, CenterOf(Far));
    }

    public async Task DisposeAsync()
    {
        _subjects.Values.ToList().ForEach(static api => api.Dispose());
        await Server.DisposeAsync();
        File.Delete(_config);
    }

    private static JsonObject Center(string prefix)
    {
        var hash = Team.QuickHash("demo");
        string[] Named(params string[] names) => [.. names.Select(name => prefix + name)];
        JsonObject[] users =
        [
            .. Named("ann", "bob", "con", "zed").Select(name => Team.User(name, hash, "agent")),
            .. Named([.. Supervisors, "lea"]).Select(name => Team.User(name, hash, "supervisor")),
            Team.User(prefix + "boss", hash, "admin"), Team.User(prefix + "gone", hash, "agent"),
        ];
        users[^1]["Enabled"] = false;
        var calls = Team.Queued(prefix + "calls", "alone");
        calls["ChatsPerAgent"] = 1_000;
        return Team.Center(CenterOf(prefix), users,
            [Team.Group("team", Named("ann", "bob", "con", "gone"), Named(Supervisors)), Team.Group("alone", Named("ann", "gone"), []), Team.Group("other", Named("zed"), Named("lea"))],
            [calls, Team.Queued(prefix + "quiet", "other")]);
    }
}

/// <summary>The tests that share that server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WhoMayWhat : ICollectionFixture<PermissionServer>
{
    public const string Name = "Who may what";
}
