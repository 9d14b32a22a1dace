using System.Collections;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.People;
using OrleansChat.Hosting.Settings;
using OrleansChat.Server;

namespace OrleansChat.Tests.Access;

/// <summary>Secrets come from files; passwords that everybody knows stay on this machine.</summary>
public sealed class SecretsAndDemoTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_variable_that_ends_in_FILE_names_the_file_of_its_value()
    {
        File.WriteAllText(_file, "s e c r e t\n");
        var read = EnvironmentSettings.Read(new Hashtable { ["ORLEANSCHAT_Access__Jwt__Keys__0__Secret__FILE"] = _file, ["orleanschat_Wire__TimeZone"] = "UTC", ["PATH"] = "/bin" });
        Assert.Equal([("Access:Jwt:Keys:0:Secret", "s e c r e t"), ("Wire:TimeZone", "UTC")], read.Select(static s => (s.Key, s.Value)).Order());
    }

    [Fact]
    public void A_file_that_is_not_there_and_a_value_that_is_there_twice_are_refused_without_the_value()
    {
        var missing = Assert.Throws<SettingsException>(() => EnvironmentSettings.Read(new Hashtable { ["ORLEANSCHAT_X__FILE"] = "/nowhere/x" }));
        Assert.Contains("ORLEANSCHAT_X__FILE", missing.Message, StringComparison.Ordinal);
        File.WriteAllText(_file, "hush");
        var twice = Assert.Throws<SettingsException>(() => EnvironmentSettings.Read(new Hashtable { ["ORLEANSCHAT_X__FILE"] = _file, ["ORLEANSCHAT_X"] = "hush" }));
        Assert.DoesNotContain("hush", twice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://chat.example:80", false)]
    [InlineData("http://127.0.0.1:80;http://[::]:81", false)]
    [InlineData("http://127.0.0.1:80;http://[::1]:80;http://localhost:81", true)]
    public void A_password_that_everybody_knows_is_for_this_machine_alone(string urls, bool starts)
    {
        Check(starts, "--urls", urls);
        Check(true, "--urls", urls, "--Access:DemoPeopleAnywhere=true");
        string[] center = ["--urls", urls, "--People:ContactCenters:0:Id=22222222-2222-2222-2222-222222222222", "--People:ContactCenters:0:Users:0:UserName=a"];
        Check(starts, [.. center, $"--People:ContactCenters:0:Users:0:PasswordHash={PasswordHashing.DemoHash}"]);
        Check(true, [.. center, $"--People:ContactCenters:0:Users:0:PasswordHash={PasswordHashing.Hash("own")}"]);
    }

    private static void Check(bool starts, params string[] args)
    {
        if (starts)
        {
            DemoGuard.Check(HostSettings.Builder(args).Configuration);
        }
        else
        {
            Assert.Contains("a password that everybody knows", Assert.Throws<SettingsException>(() => DemoGuard.Check(HostSettings.Builder(args).Configuration)).Message, StringComparison.Ordinal);
        }
    }
}
