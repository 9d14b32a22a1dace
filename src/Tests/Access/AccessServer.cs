using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>A server that takes tokens and asks for CSRF tokens, whose people can be changed while it runs.</summary>
public sealed class AccessServer : IAsyncLifetime
{
    public const string Origin = "https://desk.example";
    private const int Teams = 60;

    private readonly PeopleFile _people = new(new JsonObject { ["People"] = Team.People(Teams) });
    private int _taken;

    public AccessServer()
    {
        var secret = _people.Beside("secret");
        File.WriteAllText(secret, Convert.ToBase64String(TokenMaker.Secret) + "\n");
        Server = new RunningServer
        {
            Arguments =
            [
                "--config", _people.Path, "--Access:CsrfProtection=true",
                "--RateLimits:FailedLoginsBurst=0", "--RateLimits:FailedLoginsOfUserBurst=0", "--RateLimits:FailedLoginsOfAddressBurst=0",      // desks of who was disabled go on knocking
                $"--Access:AllowedOrigins:0={Origin}",
                $"--Access:Jwt:Issuer={TokenMaker.Issuer}", $"--Access:Jwt:Audience={TokenMaker.Audience}",
                "--Access:Jwt:Keys:0:KeyId=h",
                "--Access:Jwt:Keys:1:KeyId=r", $"--Access:Jwt:Keys:1:PublicKey={TokenMaker.Rsa.ExportSubjectPublicKeyInfoPem()}",
                "--Access:Jwt:Keys:2:KeyId=e", $"--Access:Jwt:Keys:2:Jwk={TokenMaker.CurveJwk}",
            ],
            Variables = new Dictionary<string, string> { ["ORLEANSCHAT_Access__Jwt__Keys__0__Secret__FILE"] = secret },
        };
    }

    public RunningServer Server { get; }

    public Team NextTeam() => new(Server, ++_taken);

    public Task InitializeAsync() => Server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _people.Delete();
    }

    /// <summary>Changes the first contact centre of the file; returns when the server has read it.</summary>
    public Task ChangeAsync(Action<JsonObject> change) => _people.ChangeAsync(Server, change);

    /// <summary>Changes the file, as a server that is down finds it at its next start.</summary>
    public void Change(Action<JsonObject> change) => _people.Change(change);

    /// <summary>Writes something that the server must refuse; then the good people again.</summary>
    public async Task RefuseAsync(string content)
    {
        await Server.UntilPrintedAsync("NEW CONFIGURATION IS REFUSED", () =>
        {
            _people.Write(content);
            return Task.CompletedTask;
        });
    }

    public Task RestoreAsync() => ChangeAsync(static _ => { });
}

/// <summary>The tests that share that server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneAccessServer : ICollectionFixture<AccessServer>
{
    public const string Name = "One server with tokens";
}
