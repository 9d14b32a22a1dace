using Microsoft.Extensions.Configuration;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.People;
using OrleansChat.Hosting.Settings;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.Tests.ApiHost;

/// <summary>A misspelled setting stops the server with a line that names it.</summary>
public sealed class StrictSectionTests
{
    [Fact]
    public void An_absent_section_is_the_defaults() => Assert.Equal(64, Limits().NicknameCharsMax);

    [Fact]
    public void Keys_have_no_case() => Assert.Equal(9, Limits(("limits:nicknamecharsmax", "9")).NicknameCharsMax);

    [Theory]
    [InlineData("Limits:NicknameChar", "9")]
    [InlineData("Limits:NicknameCharsMax", "many")]
    [InlineData("Limits:NicknameCharsMax", "")]
    [InlineData("Limits:NicknameCharsMax", "0")]
    [InlineData("Limits:NicknameCharsMax:Deeper", "9")]
    [InlineData("Limits", "9")]
    [InlineData("Access:LoginLifetime", "30")]
    [InlineData("Access:LoginLifetime", "00:00:00")]
    [InlineData("Access:AllowedOrigins", "https://a.example")]
    [InlineData("Access:AllowedOrigins:first", "https://a.example")]
    [InlineData("Access:AllowedOrigins:0", "https://a.example/")]
    [InlineData("Access:AllowedOrigins:0", "*")]
    [InlineData("Access:TrustedProxies:0", "proxy.example")]
    [InlineData("Access:TrustedProxies:0", "0.0.0.0/0")]
    [InlineData("Wire:ExternalUrl", "chat.example")]
    [InlineData("Wire:ExternalUrl", "ftp://chat.example")]
    [InlineData("Wire:TimeZone", "Nowhere/Never")]
    [InlineData("Wire:IncludeMessageType", "perhaps")]
    [InlineData("People:ContactCenters:0:Id", "eleven")]
    [InlineData("People:ContactCenters:0:Users:0:Nickname", "A")]
    [InlineData("People:Users", "A")]
    public void Is_refused_in_one_line_that_names_it(string key, string value)
    {
        var settings = Settings((key, value));
        var error = Assert.Throws<SettingsException>(() =>
        {
            LimitSettings.Load(settings);
            AccessSettings.Load(settings);
            WireSettings.Load(settings);
            PeopleLoading.Load(settings);
        });
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(key.Split(':')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void People_come_from_the_section_or_are_the_demonstration_people()
    {
        Assert.True(PeopleLoading.Load(Settings()).AreDemo);

        const string Center = "People:ContactCenters:0";
        var (people, areDemo) = PeopleLoading.Load(Settings(
            ($"{Center}:Id", "22222222-2222-2222-2222-222222222222"), ($"{Center}:Users:0:UserName", "anna"),
            ($"{Center}:Users:0:Roles:0", "agent"), ($"{Center}:Users:0:PasswordHash", OrleansChat.Hosting.People.PasswordHashing.DemoHash)));
        Assert.False(areDemo);
        Assert.NotNull(people.ByName("anna"));
        Assert.Null(people.ByName("agent1"));
    }

    [Fact]
    public void A_password_in_the_place_of_a_hash_is_refused()
    {
        const string Center = "People:ContactCenters:0";
        var error = Assert.Throws<SettingsException>(() => PeopleLoading.Load(Settings(
            ($"{Center}:Id", "22222222-2222-2222-2222-222222222222"), ($"{Center}:Users:0:UserName", "anna"), ($"{Center}:Users:0:PasswordHash", "secret"))));
        Assert.Contains("anna", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private static LimitSettings Limits(params (string Key, string Value)[] settings) => LimitSettings.Load(Settings(settings));

    private static IConfigurationRoot Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
}
