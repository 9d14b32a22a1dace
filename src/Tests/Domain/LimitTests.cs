using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Limits are named, and what is hidden uses up nobody else's share (decisions 8 and 25).</summary>
public class LimitTests
{
    private static readonly ChatLimits FourEntries = ChatLimits.Default with { EntriesMax = 4 };

    [Fact]
    public void The_defaults_are_those_of_the_contract()
    {
        var limits = ChatLimits.Default;
        Assert.Equal((10_000, 50, 50, 200, 65_536), (limits.EntriesMax, limits.AgentsMax, limits.SupervisorsMax, limits.UserDataKeysMax, limits.UserDataCharsMax));
        Assert.Equal((5_000, 5_000, 60_302), (limits.AgentComingsMax, limits.SupervisorComingsMax, limits.LogMax));
    }

    [Fact]
    public void Hidden_entries_do_not_use_up_the_customers_share_nor_the_agents() => ChatScript.Play("""
        anna | starts              | ok             | anna
        bob  | joins               | ok             | anna bob
        sue  | joins as Monitor    | ok             | sue
        sue  | says to all         | ok             | sue
        sue  | says to all         | ok             | sue
        sue  | says to all         | ok             | sue
        sue  | says to all         | LimitExceeded
        bob  | says to agents      | ok             | bob sue
        bob  | says to agents      | ok             | bob sue
        bob  | says to agents      | ok             | bob sue
        bob  | says to agents      | ok             | bob sue
        bob  | says to agents      | LimitExceeded
        anna | says one            | ok             | anna bob sue
        anna | says two            | ok             | anna bob sue
        anna | says three          | LimitExceeded
        anna | types               | LimitExceeded
        bob  | says to all         | LimitExceeded
        """, FourEntries);

    [Fact]
    public void A_full_log_still_lets_everybody_come_and_go() => ChatScript.Play("""
        anna | starts              | ok             | anna
        bob  | joins               | ok             | anna bob
        anna | says one            | ok             | anna bob
        anna | says two            | ok             | anna bob
        anna | says three          | LimitExceeded
        sue  | joins as BargeIn    | ok             | anna bob sue
        sue  | switches to Monitor | ok             | anna bob sue
        bob  | completes           | ok             | anna bob:Completed sue:Revoked
        """, FourEntries);

    [Fact]
    public void Supervisors_have_a_limit_of_their_own_which_tells_agents_nothing() => ChatScript.Play("""
        anna  | starts                      | ok              | anna
        bob   | joins                       | ok              | anna bob
        sue   | joins as Monitor            | ok              | sue
        sam   | intrudes on bob as Coach    | ok              | sam
        sid   | intrudes on bob as Coach    | LimitExceeded
        sid   | enters as Monitor           | LimitExceeded
        sam   | intrudes on bob as Coach    | NotInThisState
        bob   | completes into chat-in      | ok              | anna bob sue:Revoked sam:Revoked
        queue | offers ben                  | ok              | ben
        """, ChatLimits.Default with { SupervisorsMax = 2 });

    [Fact]
    public void Who_is_not_in_a_state_to_speak_is_told_so_and_not_that_the_log_is_full() => ChatScript.Play("""
        anna  | starts                      | ok              | anna
        queue | offers bob                  | ok              | bob
        anna  | says one                    | ok              | anna
        anna  | says two                    | ok              | anna
        anna  | says three                  | ok              | anna
        anna  | says four                   | LimitExceeded
        bob   | says to all                 | NotInThisState
        ben   | says to all                 | ChatUnknown
        """, FourEntries);
}
