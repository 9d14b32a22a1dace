using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Typing is an entry like others, and none where it changes nothing (decision 30).</summary>
public class TypingTests
{
    private const string Served = """
        anna | starts | ok | anna
        bob  | joins  | ok | anna bob

        """;

    [Fact]
    [Shows("SendStartTypingNotification")]
    public void Typing_that_changes_nothing_is_no_entry() => ChatScript.Play(Served + """
        bob  | stops to all    | nothing
        bob  | types to all    | ok       | anna:TypingStarted bob:TypingStarted
        bob  | types to all    | nothing
        bob  | stops to all    | ok       | anna:TypingStopped bob:TypingStopped
        bob  | stops to all    | nothing
        anna | types           | ok       | anna bob
        anna | types           | nothing
        """);

    [Fact]
    public void A_text_ends_the_typing_that_led_to_it() => ChatScript.Play(Served + """
        bob  | types to all    | ok       | anna bob
        bob  | shows to all    | ok       | anna bob
        bob  | types to all    | nothing
        bob  | says to all     | ok       | anna bob
        bob  | stops to all    | nothing
        bob  | types to all    | ok       | anna bob
        """);

    [Fact]
    public void Typing_towards_agents_is_apart_from_typing_towards_all() => ChatScript.Play(Served + """
        bob  | types to agents | ok       | bob
        bob  | types to all    | ok       | anna bob
        bob  | says to agents  | ok       | bob
        bob  | stops to agents | nothing
        bob  | stops to all    | ok       | anna bob
        """);

    [Fact]
    public void A_switch_ends_the_typing_so_that_it_can_be_told_anew() => ChatScript.Play(Served + """
        sue  | joins as BargeIn     | ok       | anna bob sue
        sue  | types to all         | ok       | anna:TypingStarted bob sue
        sue  | switches to Monitor  | ok       | anna:ParticipantLeft bob sue
        sue  | switches to BargeIn  | ok       | anna:ParticipantJoined bob sue
        sue  | stops to all         | nothing
        sue  | types to all         | ok       | anna:TypingStarted bob sue
        """);

    [Fact]
    public void Typing_entries_are_numbered_and_stay_in_the_log()
    {
        var world = ChatScript.Play(Served + """
            bob | types to all | ok | anna bob
            bob | stops to all | ok | anna bob
            """);
        Assert.Equal([(3, EntryKind.TypingStarted), (4, EntryKind.TypingStopped)], world.ReadAll(Audience.Customer, 3).Select(static e => (e.Index, e.Kind)));
    }
}
