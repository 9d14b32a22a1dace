using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Silo.Journal.Sqlite;

namespace OrleansChat.Tests.Running;

/// <summary>A server that cannot start ends at once with one line that says what to change.</summary>
[Collection(OneServer.Name)]
public sealed class StartFailureTests(TeamServer running) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orleanschat-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--Wire:ExternalUrll=http://x", "Wire:ExternalUrll")]
    [InlineData("--Limits:TextBytes=1", "Limits:TextBytes")]
    [InlineData("--Routing:NoAnswer=00:00:02", "NoAnswer")]
    [InlineData("--Customers:DisconnectAfter=soon", "Customers")]
    [InlineData("--Customers:DisconnectAfter=45", "Customers:DisconnectAfter")]
    [InlineData("--Supervision:AutoJoin=perhaps", "Supervision")]
    [InlineData("--Wire:TimeZone=Nowhere/City", "Wire:TimeZone")]
    [InlineData("--Wire:ExternalUrl=chat.example.org", "Wire:ExternalUrl")]
    [InlineData("--Limits:BodyBytesMax=0", "Limits:BodyBytesMax")]
    [InlineData("--Access:AllowedOrigins:0=*", "Access:AllowedOrigins")]
    [InlineData("--Nonsense:Key=1", "--Nonsense:Key")]
    [InlineData("--People:ContactCenters:0:Id=x", "contact centre id 'x'")]
    [InlineData("--urls=nonsense", "--urls")]
    [InlineData("--config=/nowhere/chat.json", "/nowhere/chat.json")]
    public async Task A_setting_that_cannot_be_is_named(string argument, string named) => await FailsAsync(named, argument);

    [Theory]
    [InlineData("{", "config.json")]
    [InlineData("[]", "config.json")]
    [InlineData("""{"Peeple":{}}""", "Peeple")]
    [InlineData("""{"People":{"ContactCenters":[]}}""", "People")]
    [InlineData("""{"People":{"ContactCenters":[{"Id":"11111111-1111-1111-1111-111111111111","Users":[{"UserName":"a","PasswordHash":"plain","Roles":["agent"]}]}]}}""", "user 'a'")]
    [InlineData("""{"Routing":{"NoAnswerAfter":{"x":1}}}""", "NoAnswerAfter")]
    public async Task A_file_that_cannot_be_used_is_named(string content, string named)
    {
        var file = Path.Combine(_folder, "config.json");
        await File.WriteAllTextAsync(file, content);
        await FailsAsync(named, "--config", file);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        await FailsAsync(address, "--urls", address);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_is_named()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        await FailsAsync(file, "--data", file);
        await FailsAsync(Path.Combine(file, "below"), "--data", Path.Combine(file, "below"));
    }

    [Fact]
    public async Task A_data_folder_in_use_is_named() => await FailsAsync(running.Server.Data, "--data", running.Server.Data);

    [Fact]
    public async Task A_journal_of_a_newer_server_is_left_alone()
    {
        var journal = new SqliteJournalOptions { DatabasePath = Path.Combine(_folder, "newer", "journal.db") };
        await SqliteJournal.Open(journal, TimeProvider.System, NullLogger<SqliteJournal>.Instance).DisposeAsync();
        using (var database = SqliteConnection.Open(journal.DatabasePath, TimeSpan.FromSeconds(1)))
        {
            database.Execute("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
        }

        var before = await File.ReadAllBytesAsync(journal.DatabasePath);
        await FailsAsync(journal.DatabasePath, "--data", Path.Combine(_folder, "newer"));
        Assert.Equal(before, await File.ReadAllBytesAsync(journal.DatabasePath));
    }

    [Fact]
    public async Task A_file_that_is_no_journal_is_left_alone()
    {
        var data = Path.Combine(_folder, "none");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "journal.db"), string.Concat(Enumerable.Repeat("no journal ", 1_000)));
        await FailsAsync(Path.Combine(data, "journal.db"), "--data", data);
        Assert.StartsWith("no journal", await File.ReadAllTextAsync(Path.Combine(data, "journal.db")), StringComparison.Ordinal);
    }

    /// <summary>Later arguments win, so a case may name its own address and folder.</summary>
    private async Task FailsAsync(string named, params string[] arguments)
    {
        var (exitCode, output, error) = await RunningServer.RunToEndAsync(["--urls", $"http://127.0.0.1:{RunningServer.FreePort()}", "--data", Path.Combine(_folder, "data"), .. arguments]);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.NotEqual(0, exitCode);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output + error, StringComparison.Ordinal);
    }
}
