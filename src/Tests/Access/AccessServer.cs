using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>A server that takes tokens and asks for CSRF tokens, whose people can be changed while it runs.</summary>
public sealed class AccessServer : IAsyncLifetime
{
    public const string Origin = "https://desk.example";
    private const int Teams = 60;
    private const string Read = "The people were read again";

    private readonly string _folder = Directory.CreateTempSubdirectory("orleanschat-access-").FullName;
    private readonly JsonObject _people = Team.People(Teams);
    private int _taken;

    public AccessServer()
    {
        File.WriteAllText(Config, new JsonObject { ["People"] = _people.DeepClone() }.ToJsonString());
        var secret = Path.Combine(_folder, "secret");
        File.WriteAllText(secret, Convert.ToBase64String(TokenMaker.Secret) + "\n");
        Server = new RunningServer
        {
            Arguments =
            [
                "--config", Config, "--Access:CsrfProtection=true",
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

    public string Config => Path.Combine(_folder, "config.json");

    public Team NextTeam() => new(Server, ++_taken);

    public Task InitializeAsync() => Server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Changes the first contact centre of the file; returns when the server has read it.</summary>
    public Task ChangeAsync(Action<JsonObject> change) => Server.UntilPrintedAsync(Read, () =>
    {
        Change(change);
        return Task.CompletedTask;
    });

    /// <summary>Changes the file, as a server that is down finds it at its next start.</summary>
    public void Change(Action<JsonObject> change)
    {
        change(_people["ContactCenters"]![0]!.AsObject());
        Write(new JsonObject { ["People"] = _people.DeepClone() }.ToJsonString());
    }

    /// <summary>Writes something that the server must refuse; then the good people again.</summary>
    public async Task RefuseAsync(string content)
    {
        await Server.UntilPrintedAsync("NEW CONFIGURATION IS REFUSED", () =>
        {
            Write(content);
            return Task.CompletedTask;
        });
    }

    public Task RestoreAsync() => ChangeAsync(static _ => { });

    public static JsonObject UserOf(JsonObject center, string userName) => center["Users"]!.AsArray().Select(static u => u!.AsObject()).Single(u => (string?)u["UserName"] == userName);

    public static void LeaveGroup(JsonObject center, string group, string part, string userName)
    {
        var names = center["Groups"]!.AsArray().Single(g => (string?)g!["Name"] == group)![part]!.AsArray();
        names.Remove(names.Single(n => (string?)n == userName));
    }

    /// <summary>As editors and operators do: the new file takes the old one's place at once.</summary>
    private void Write(string content)
    {
        var next = Path.Combine(_folder, $"next-{RandomNumberGenerator.GetHexString(8)}");
        File.WriteAllText(next, content);
        File.Move(next, Config, overwrite: true);
    }
}

/// <summary>The tests that share that server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneAccessServer : ICollectionFixture<AccessServer>
{
    public const string Name = "One server with tokens";
}
