using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Capabilities are golden: names and order as documented (decisions 15 and 26).</summary>
public class CapabilityTests
{
    private const string Supervising = """
        Leave SetInFocus SetDisposition AttachUserData DeleteUserData UpdateUserData Transfer Invite Consult SendToAgents
        SendStartTypingToAgentsNotification SendStopTypingToAgentsNotification SendMessage SendStartTypingNotification SendStopTypingNotification
        """;

    [Theory]
    [InlineData(SupervisorMode.Monitor, "SwitchToCoach SwitchBargeIn")]
    [InlineData(SupervisorMode.Coach, "SwitchToMonitor SwitchBargeIn")]
    [InlineData(SupervisorMode.BargeIn, "SwitchToMonitor SwitchToCoach")]
    public void A_supervisors_list_ends_with_the_two_other_switches(SupervisorMode mode, string switches)
    {
        var world = ChatScript.Play($"""
            anna | starts           | ok | anna
            bob  | joins            | ok | anna bob
            """);
        ScriptVerbs.Do(world, "sue", ["joins", "as", mode.ToString()]);
        MustBe($"{Supervising} {switches}", world, "sue");
    }

    [Fact]
    public void An_agents_list_follows_the_agents_state()
    {
        var world = ChatScript.Play("""
            anna  | starts      | ok | anna
            queue | offers bob  | ok | bob
            """);
        MustBe("Accept Reject", world, "bob");

        ChatScript.PlayOn(world, "bob | accepts | ok | anna bob");
        MustBe("""
            Transfer Leave Invite Consult SetInFocus SetDisposition AttachUserData DeleteUserData UpdateUserData SendToAgents
            SendStartTypingToAgentsNotification SendStopTypingToAgentsNotification Complete SendMessage SendStartTypingNotification SendStopTypingNotification
            """, world, "bob");

        ChatScript.PlayOn(world, "bob | leaves | ok | anna bob");
        MustBe("Transfer SetInFocus SetDisposition AttachUserData DeleteUserData UpdateUserData Complete", world, "bob");

        ChatScript.PlayOn(world, "bob | completes | ok | bob");
        MustBe("", world, "bob");
    }

    private static void MustBe(string capabilities, ChatWorld world, string name) =>
        Assert.Equal(capabilities.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), Capabilities.Of(world.Find(name)!).Select(static c => c.ToString()));
}
