using System.Text;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Domain.People;
using OrleansChat.Hosting.People;

namespace OrleansChat.Tests.ApiHost;

public sealed class BasicCredentialsTests
{
    [Fact]
    public void Ascii_has_one_reading() => Assert.Equal([("agent1", "de:mo")], Read(Encoding.ASCII.GetBytes("agent1:de:mo")));

    [Fact]
    public void Utf8_may_also_be_meant_as_latin1() => Assert.Equal([("agent1", "é"), ("agent1", "Ã©")], Read(Encoding.UTF8.GetBytes("agent1:é")));

    [Fact]
    public void What_is_no_utf8_is_latin1() => Assert.Equal([("agent1", "é")], Read(Encoding.Latin1.GetBytes("agent1:é")));

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("basic YTpi")]
    [InlineData("BASIC  YTpi ")]
    public void The_scheme_has_no_case(string header) => Assert.NotNull(BasicCredentials.Parse(header));

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YWI=")]
    [InlineData("Bearer YTpi")]
    public void What_is_no_credentials_is_none(string header) => Assert.Null(BasicCredentials.Parse(header));

    [Fact]
    public void The_demonstration_hash_is_of_the_demonstration_password()
    {
        Assert.True(PasswordHashing.IsRight(PasswordHashing.DemoHash, DemoPeople.Password));
        Assert.False(PasswordHashing.IsRight(PasswordHashing.DemoHash, "other"));
    }

    [Fact]
    public void A_hash_is_told_from_what_is_none()
    {
        Assert.True(PasswordHashing.IsHash(PasswordHashing.Hash("a")));
        Assert.False(PasswordHashing.IsHash("demo"));
        Assert.False(PasswordHashing.IsHash("not base64 !"));
        Assert.False(PasswordHashing.IsHash(""));
    }

    [Fact]
    public void A_remembered_password_is_forgotten_in_time()
    {
        var clock = new HeldClock();
        var remembered = new RememberedPasswords(TimeSpan.FromMinutes(5), clock);
        var key = remembered.KeyOf("agent1:demo"u8.ToArray());
        var people = PeopleDirectory.Build(DemoPeople.Settings("hash")).Directory!;
        remembered.Add(key, people.ByName("agent1")!);
        clock.Now += TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1);
        Assert.Equal("agent1", remembered.Find(key, people)?.UserName);
        clock.Now += TimeSpan.FromTicks(1);
        Assert.Null(remembered.Find(key, people));
    }

    [Fact]
    public void A_remembered_password_is_forgotten_with_the_person_and_with_a_new_password()
    {
        var remembered = new RememberedPasswords(TimeSpan.FromMinutes(5), new HeldClock());
        var key = remembered.KeyOf("agent1:demo"u8.ToArray());
        remembered.Add(key, PeopleDirectory.Build(DemoPeople.Settings("hash")).Directory!.ByName("agent1")!);
        Assert.Null(remembered.Find(key, PeopleDirectory.Build(DemoPeople.Settings("another hash")).Directory!));
        Assert.Null(remembered.Find(key, PeopleDirectory.Build(new PeopleSettings { ContactCenters = [new ContactCenterSettings { Id = DemoPeople.ContactCenterId, Queues = [new QueueSettings { Name = "q" }] }] }).Directory!));
    }

    private static IEnumerable<(string, string)> Read(byte[] octets) => BasicCredentials.Parse($"Basic {Convert.ToBase64String(octets)}")!.Readings;

    private sealed class HeldClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
