using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>User data is kept as it was attached: order, numbers as written, null (decision 25).</summary>
public class UserDataTests
{
    private const string Served = """
        anna | starts | ok | anna
        bob  | joins  | ok | anna bob

        """;

    [Fact]
    public void Keys_keep_the_place_of_their_first_attaching_and_numbers_are_kept_as_written()
    {
        var world = ChatScript.Play(Served + """
            bob | sets PegAG?:2>1=1.50 _data_id=x Skill=null  | ok | bob:PropertiesUpdated
            bob | sets Skill=2e3 PegAG?:2>1=-0                | ok | bob:PropertiesUpdated
            bob | deletes _data_id nothing-there              | ok | bob:PropertiesUpdated
            bob | sets _data_id=y                             | ok | bob:PropertiesUpdated
            """);
        Assert.Equal([new("Subject", "Help"), new("PegAG?:2>1", "-0", true), new("Skill", "2e3", true), new("_data_id", "y")], world.Chat.UserData.AsEnumerable());
    }

    [Fact]
    public void Null_a_number_and_a_string_of_digits_are_three_things()
    {
        ImmutableArray<UserDataItem> data = [];
        data = data.With([new("a", null), new("b", "1", true), new("c", "1")]);
        Assert.Equal(3, data.Select(static item => item with { Key = "" }).Distinct().Count());
    }

    [Fact]
    public void The_data_of_the_request_is_there_from_the_start_and_told_whole()
    {
        var world = new ChatWorld();
        world.Do(ScriptVerbs.Start(Cast.Handle, new UserDataItem("Subject", "Help"), new UserDataItem("Priority", "90", true)));
        ChatScript.PlayOn(world, """
            bob | joins | ok | anna bob
            ben | joins | ok | anna bob ben
            """);
        var step = world.Do(new ChatCommand.ChangeUserData(Cast.Id("bob"), [new("Reason", "Bill")], []));
        Assert.All(["bob", "ben"], name =>
            Assert.Equal(["Subject", "Priority", "Reason"], Assert.IsType<Notification.PropertiesUpdated>(Assert.Single(step.ToldTo(name))).Chat.UserData.Select(static i => i.Key)));
    }

    [Fact]
    public void It_is_changed_by_who_is_in_the_chat_in_wrap_up_too_and_not_while_invited() => ChatScript.Play("""
        anna  | starts      | ok              | anna
        queue | offers bob  | ok              | bob
        bob   | sets a=b    | NotInThisState
        ben   | sets a=b    | ChatUnknown
        bob   | accepts     | ok              | anna bob
        sue   | intrudes on bob as Monitor | ok | sue:Invited
        bob   | sets a=b    | ok              | bob:PropertiesUpdated sue:PropertiesUpdated
        bob   | leaves      | ok              | anna bob sue
        bob   | deletes a   | ok              | bob:PropertiesUpdated
        """);

    [Fact]
    public void Its_limits_hold_for_changes_and_for_the_request()
    {
        var world = ChatScript.Play(Served, ChatLimits.Default with { UserDataKeysMax = 3, UserDataCharsMax = 21 });
        ChatScript.PlayOn(world, """
            bob | sets a=1 b=2        | ok             | bob
            bob | sets c=3            | LimitExceeded
            bob | sets a=123456789    | LimitExceeded
            bob | sets a=1234567      | ok             | bob
            bob | deletes a           | ok             | bob
            bob | sets c=3            | ok             | bob
            """);

        var fresh = new ChatWorld { Limits = world.Limits };
        Assert.Equal(Refusal.LimitExceeded, fresh.Do(ScriptVerbs.Start(Cast.Handle, new("a", "1"), new("b", "2"), new("c", "3"))).Refusal);
        Assert.Equal(Refusal.LimitExceeded, fresh.Do(ScriptVerbs.Start(Cast.Handle, new UserDataItem("a", "1234567890"))).Refusal);
    }
}
