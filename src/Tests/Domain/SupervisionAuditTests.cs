using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Tests.Domain.Playing;
using Cmd = OrleansChat.Domain.Users.UserCommand;

namespace OrleansChat.Tests.Domain;

/// <summary>Every act of supervision is on record, and nothing else is (decision 18).</summary>
public sealed class SupervisionAuditTests
{
    private const string Served = """
        anna | starts | ok | anna
        bob  | joins  | ok | anna bob

        """;

    [Theory]
    [InlineData("sue | intrudes on bob as Coach | ok | sue", "Intruded sue bob Coach")]
    [InlineData("sue | intrudes on bob as Coach | ok | sue; sue | accepts | ok | bob sue", "Intruded sue bob Coach, Accepted sue bob Coach")]
    [InlineData("sue | intrudes on bob as Coach | ok | sue; sue | rejects | ok | sue", "Intruded sue bob Coach, Rejected sue bob Coach")]
    [InlineData("sue | intrudes on bob as Coach | ok | sue; sue | logs out | ok | sue", "Intruded sue bob Coach, LoggedOut sue bob Coach")]
    [InlineData("sue | intrudes on bob as Coach | ok | sue; bob | completes | ok | anna bob sue", "Intruded sue bob Coach, Revoked sue bob Coach")]
    [InlineData("sue | enters as Monitor | ok | sue", "Invited sue bob Monitor")]
    [InlineData("sue | enters as BargeIn at-once | ok | anna bob sue", "Invited sue bob BargeIn, Accepted sue bob BargeIn")]
    [InlineData("sue | joins as Monitor | ok | sue; sue | switches to Coach | ok | bob sue", "Intruded sue bob Monitor, Accepted sue bob Monitor, Switched sue bob Coach")]
    [InlineData("sue | joins as Monitor | ok | sue; sue | switches to Monitor | nothing", "Intruded sue bob Monitor, Accepted sue bob Monitor")]
    [InlineData("sue | joins as Monitor | ok | sue; sue | leaves | ok | sue", "Intruded sue bob Monitor, Accepted sue bob Monitor, Left sue bob Monitor")]
    [InlineData("sue | joins as Monitor | ok | sue; sue | logs out | ok | sue", "Intruded sue bob Monitor, Accepted sue bob Monitor, LoggedOut sue bob Monitor")]
    [InlineData("sue | joins as Monitor | ok | sue; bob | leaves | ok | anna bob sue", "Intruded sue bob Monitor, Accepted sue bob Monitor, Revoked sue bob Monitor")]
    [InlineData("sue | intrudes on ben as Coach | ChatUnknown", "")]
    [InlineData("anna | says hi | ok | anna bob; bob | says to all | ok | anna bob; bob | completes | ok | anna bob", "")]
    public void A_chat_records_what_its_supervisors_do(string play, string expected)
    {
        var world = ChatScript.Play(Served + play.Replace("; ", "\n", StringComparison.Ordinal));
        Assert.Equal(expected, string.Join(", ", Records(world).Select(static r => $"{r.Act} {r.SupervisorName} {Cast.Name(r.AgentId)} {r.Mode}")));
        Assert.All(Records(world), record => Assert.Equal((Cast.Id(record.SupervisorName), world.Chat.Id, null, world.Now), (record.SupervisorId, record.ChatId, record.Scope, record.At)));
    }

    [Fact]
    public void Each_supervisor_of_a_chat_that_ends_is_recorded()
    {
        var world = ChatScript.Play(Served + """
            sue | joins as Monitor | ok | sue
            sam | joins as Coach   | ok | bob sue sam
            bob | completes        | ok | anna bob sue sam
            """);
        Assert.Equal(["Revoked sue Monitor", "Revoked sam Coach"], Records(world).TakeLast(2).Select(static r => $"{r.Act} {r.SupervisorName} {r.Mode}"));
    }

    [Fact]
    public void A_user_records_who_monitors_them_and_how_it_ended()
    {
        var facts = Cast.Facts("sue");
        var mode = SupervisionMode.Parse("Coach");
        Assert.Equal("MonitoringStarted Coach AllChats, MonitoringCancelled Coach AllChats", Play(Start(MonitoringScope.AllChats), new Cmd.CancelMonitoring(facts, "agent")));
        Assert.Equal("MonitoringStarted Coach NextChat, MonitoringUsedUp Coach NextChat", Play(Start(MonitoringScope.NextChat), new Cmd.EndMonitoring(facts.UserId, MonitoringEnd.UsedUp)));
        Assert.Equal("MonitoringStarted Coach AllChats, MonitoringLoggedOut Coach AllChats", Play(Start(MonitoringScope.AllChats), new Cmd.EndMonitoring(facts.UserId, MonitoringEnd.LoggedOut)));
        Assert.Equal("MonitoringStarted Coach AllChats, MonitoringRightLost Coach AllChats", Play(Start(MonitoringScope.AllChats), new Cmd.EndMonitoring(facts.UserId, MonitoringEnd.RightLost)));
        Assert.Equal("MonitoringStarted Coach AllChats, MonitoringStarted Coach NextChat", Play(Start(MonitoringScope.AllChats), Start(MonitoringScope.NextChat), Start(MonitoringScope.NextChat)));
        Assert.Equal("", Play(new Cmd.EndMonitoring(facts.UserId, MonitoringEnd.LoggedOut), new Cmd.StartSession()));

        Cmd Start(MonitoringScope scope) => new Cmd.Monitor(facts, "agent", mode, scope, "");
    }

    private static ImmutableArray<AuditRecord> Records(ChatWorld world)
    {
        var (chat, records) = (ChatState.New, ImmutableArray.CreateBuilder<AuditRecord>());
        foreach (var happened in world.Journal)
        {
            var after = Chat.Evolve(chat, happened);
            records.AddRange(SupervisionAudit.Of(chat, happened, after));
            chat = after;
        }

        return records.ToImmutable();
    }

    private static string Play(params Cmd[] commands)
    {
        var (user, records) = (UserState.New, new List<AuditRecord>());
        foreach (var command in commands)
        {
            foreach (var happened in User.Decide(user, command, ChatWorld.Start).Events)
            {
                records.AddRange(SupervisionAudit.Of("agent", user, happened));
                user = User.Evolve(user, happened);
            }
        }

        return string.Join(", ", records.Select(static r => $"{r.Act} {r.Mode} {r.Scope}"));
    }
}
