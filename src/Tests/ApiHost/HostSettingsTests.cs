using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.Settings;
using OrleansChat.Server;

namespace OrleansChat.Tests.ApiHost;

/// <summary>Where the server's settings come from, and how it says that it cannot use them.</summary>
public sealed class HostSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_command_line_wins_over_the_file_and_the_file_over_the_defaults()
    {
        File.WriteAllText(_file, """{ "Wire": { "TimeZone": "+01:00", "IncludeMessageType": true } }""");
        var settings = HostSettings.Builder(["--config", _file, "--Wire:TimeZone=+02:00"]).Configuration;
        Assert.Equal(("+02:00", "True", "http://127.0.0.1:8090"), (settings["Wire:TimeZone"], settings["Wire:IncludeMessageType"], settings["urls"]));
        Assert.Equal("http://127.0.0.1:9", HostSettings.Builder(["--urls", "http://127.0.0.1:9"]).Configuration["urls"]);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("--port=80")]
    [InlineData("--Wyre:TimeZone=UTC")]
    [InlineData("--urls")]
    [InlineData("--urls --data x")]
    [InlineData("--urls 8090")]
    [InlineData("--urls http://127.0.0.1:1x")]
    [InlineData("--config nowhere.json")]
    public void A_slip_of_the_pen_is_refused_in_one_line(string args)
    {
        var error = Assert.Throws<SettingsException>(() => HostSettings.Builder(args.Split(' ')));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("{ bad")]
    [InlineData("""{ "Wyre": {} , "Wires": { "a": 1 } }""")]
    public void A_file_that_cannot_be_used_is_named(string content)
    {
        File.WriteAllText(_file, content);
        Assert.Contains(_file, Assert.Throws<SettingsException>(() => HostSettings.Builder(["--config", _file])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_read_from_the_input_and_only_its_hash_is_printed()
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, HashPassword.Run(new StringReader("secret\n"), output, errors));
        Assert.True(OrleansChat.Hosting.People.PasswordHashing.IsRight(output.ToString().Trim(), "secret"));
        Assert.Equal(1, HashPassword.Run(new StringReader(""), output, errors));
    }
}
