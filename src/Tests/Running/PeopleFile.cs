using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>A server's configuration file, whose people can be changed while it runs.</summary>
internal sealed class PeopleFile
{
    private const string Read = "The people were read again";

    private readonly string _folder = Directory.CreateTempSubdirectory("orleanschat-people-").FullName;
    private readonly JsonObject _settings;

    public PeopleFile(JsonObject settings)
    {
        _settings = settings;
        Write(settings.ToJsonString());
    }

    public string Path => System.IO.Path.Combine(_folder, "config.json");

    /// <summary>Beside the file.</summary>
    public string Beside(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>Changes a contact centre of the file; returns when the server has read it.</summary>
    public Task ChangeAsync(RunningServer server, Action<JsonObject> change, int centre = 0, string until = Read) => server.UntilPrintedAsync(until, () =>
    {
        Change(change, centre);
        return Task.CompletedTask;
    });

    /// <summary>Changes the file, as a server that is down finds it at its next start.</summary>
    public void Change(Action<JsonObject> change, int centre = 0)
    {
        change(_settings["People"]!["ContactCenters"]![centre]!.AsObject());
        Write(_settings.ToJsonString());
    }

    /// <summary>As editors and operators do: the new file takes the old one's place at once.</summary>
    public void Write(string content)
    {
        var next = Beside($"next-{RandomNumberGenerator.GetHexString(8)}");
        File.WriteAllText(next, content);
        File.Move(next, Path, overwrite: true);
    }

    public void Delete() => Directory.Delete(_folder, recursive: true);

    public static JsonObject UserOf(JsonObject centre, string userName) => centre["Users"]!.AsArray().Select(static u => u!.AsObject()).Single(u => (string?)u["UserName"] == userName);

    public static void LeaveGroup(JsonObject centre, string group, string part, string userName)
    {
        var names = Names(centre, group, part);
        names.Remove(names.Single(n => (string?)n == userName));
    }

    public static void JoinGroup(JsonObject centre, string group, string part, string userName) => Names(centre, group, part).Add(userName);

    private static JsonArray Names(JsonObject centre, string group, string part) => centre["Groups"]!.AsArray().Single(g => (string?)g!["Name"] == group)![part]!.AsArray();
}
