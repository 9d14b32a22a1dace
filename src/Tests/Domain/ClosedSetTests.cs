using System.Diagnostics;
using System.Reflection;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Queues;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>
/// The sets of cases are closed, and every case is known wherever cases are told apart. A new case fails here until it has its lines; there
/// is no default that reveals.
/// </summary>
public class ClosedSetTests
{
    private static readonly Type[] Sets = [typeof(ChatCommand), typeof(ChatEvent), typeof(Notification), typeof(UserCommand), typeof(UserEvent), typeof(QueueEvent)];

    /// <summary>Who is told of an event: the user whom it names, another agent in the chat, another supervisor in the chat.</summary>
    private static readonly ImmutableDictionary<Type, (bool Own, bool Agent, bool Supervisor)> Told = new Dictionary<Type, (bool, bool, bool)>
    {
        [typeof(ChatEvent.Started)] = (false, false, false),
        [typeof(ChatEvent.Invited)] = (true, false, false),
        [typeof(ChatEvent.InvitationEnded)] = (true, false, false),
        [typeof(ChatEvent.Asked)] = (false, false, false),
        [typeof(ChatEvent.AskEnded)] = (false, false, false),
        [typeof(ChatEvent.Joined)] = (true, true, true),
        [typeof(ChatEvent.JoinFailed)] = (true, false, false),
        [typeof(ChatEvent.ConsultantLifted)] = (true, true, true),
        [typeof(ChatEvent.ParticipantRemoved)] = (true, true, true),
        [typeof(ChatEvent.ModeSwitched)] = (true, false, true),
        [typeof(ChatEvent.Said)] = (true, true, true),
        [typeof(ChatEvent.UserDataChanged)] = (true, true, true),
        [typeof(ChatEvent.InFocus)] = (false, false, false),
        [typeof(ChatEvent.Left)] = (true, true, true),
        [typeof(ChatEvent.CustomerLeft)] = (true, true, true),
        [typeof(ChatEvent.SessionEnded)] = (true, true, true),
        [typeof(ChatEvent.WrapUpCompleted)] = (true, false, false),
    }.ToImmutableDictionary();

    public static TheoryData<Type> AllSets => [.. Sets];
    public static TheoryData<Type> ChatEvents => [.. Cases(typeof(ChatEvent))];
    public static TheoryData<Type> ChatCommands => [.. Cases(typeof(ChatCommand))];
    public static TheoryData<Type> UserEvents => [.. Cases(typeof(UserEvent))];
    public static TheoryData<Type> QueueEvents => [.. Cases(typeof(QueueEvent))];
    public static TheoryData<Type> UserCommands => [.. Cases(typeof(UserCommand))];

    [Theory]
    [MemberData(nameof(AllSets))]
    public void A_set_of_cases_is_closed_each_case_sealed_and_nested_in_it(Type set)
    {
        Assert.True(set.IsAbstract);
        Assert.NotEmpty(Cases(set));
        Assert.All(set.Assembly.GetTypes().Where(type => type != set && set.IsAssignableFrom(type)), type => Assert.True(type.IsSealed && type.DeclaringType == set, $"{type} is outside."));
    }

    [Theory]
    [MemberData(nameof(ChatEvents))]
    public void Every_chat_event_is_folded_and_adds_one_to_the_version(Type type)
    {
        var before = Served().Chat;
        Assert.Equal(before.Version + 1, Chat.Evolve(before, (ChatEvent)Sample(type)).Version);
    }

    [Theory]
    [MemberData(nameof(ChatEvents))]
    public void For_every_chat_event_it_is_said_who_is_told(Type type)
    {
        Assert.True(Told.TryGetValue(type, out var expected), $"Nothing here says who is told of {type.Name}.");
        var world = Served();
        var fact = Assert.Single(world.Fold((ChatEvent)Sample(type)).Facts);
        bool IsTold(string name) => !Notifications.For(Cast.Id(name), fact.Before, fact.Event, fact.After).IsEmpty;
        Assert.Equal(expected, (IsTold(OwnOf(type)), IsTold("ben"), IsTold("sam")));
        Assert.False(IsTold("bea"), "Who is not in the chat is told something.");
    }

    [Theory]
    [MemberData(nameof(ChatCommands))]
    public void Every_chat_command_has_a_rule_in_every_phase(Type type)
    {
        var waiting = ChatScript.Play("anna | starts | ok | anna").Chat;
        var over = ChatScript.PlayOn(Served(), $"ben | completes | ok | anna {Own} ben sue sam").Chat;
        Assert.All([ChatState.New, waiting, Served().Chat, over], chat => Assert.False(Chat.Decide(chat, (ChatCommand)Sample(type), ChatWorld.Start, ChatLimits.Default) is null));
    }

    [Theory]
    [MemberData(nameof(UserEvents))]
    public void Every_user_event_is_folded_and_adds_one_to_the_version(Type type) => Assert.Equal(1, User.Evolve(UserState.New, (UserEvent)Sample(type)).Version);

    [Theory]
    [MemberData(nameof(QueueEvents))]
    public void Every_queue_event_is_folded_and_adds_one_to_the_version(Type type) => Assert.Equal(1, Routing.Evolve(QueueState.New, (QueueEvent)Sample(type)).Version);

    [Theory]
    [MemberData(nameof(UserCommands))]
    public void Every_user_command_has_a_rule(Type type) => Assert.False(User.Decide(UserState.New, (UserCommand)Sample(type), ChatWorld.Start) is null);

    private const string Own = "bob";

    /// <summary>The user whom a sample names: an agent, whom all events fit but the switch.</summary>
    private static string OwnOf(Type? type) => type == typeof(ChatEvent.ModeSwitched) ? "sue" : Own;

    private static ChatWorld Served() => ChatScript.Play("""
        anna | starts            | ok | anna
        bob  | joins             | ok | anna bob
        ben  | joins             | ok | anna bob ben
        sue  | joins as Monitor  | ok | sue
        sam  | joins as Monitor  | ok | sue sam
        """);

    private static IEnumerable<Type> Cases(Type set) => set.GetNestedTypes().Where(set.IsAssignableFrom);

    /// <summary>An instance of a case with plausible values, whatever its parameters.</summary>
    private static object Sample(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(static c => c.GetParameters().Length) ?? throw new UnreachableException(type.Name);
        return constructor.Invoke([.. constructor.GetParameters().Select(Value)]);
    }

    private static object? Value(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var t when t == typeof(string) && parameter.Name is "UserId" => Cast.Id(OwnOf(parameter.Member.DeclaringType)),
        var t when t == typeof(string) && parameter.Name is "AgentId" => Cast.Id("ben"),
        var t when t == typeof(string) && parameter.Name is "QueueName" => null,
        var t when t == typeof(string) => parameter.Name!,
        var t when t == typeof(DateTimeOffset) || t == typeof(DateTimeOffset?) => ChatWorld.Start,
        var t when t == typeof(Target) => ScriptVerbs.ToUser("bea"),
        var t when t == typeof(Farewell) || t == typeof(ImmutableArray<string>?) => null,
        var t when t == typeof(SupervisorFacts) => Cast.Facts("sue"),
        var t when t == typeof(AgentControlFacts) => new AgentControlFacts(Cast.Facts("sue"), IsAdmin: false),
        var t when t == typeof(Monitoring) => Cast.Monitoring("sue"),
        var t when t == typeof(SupervisorMode?) => null,
        var t when t == typeof(ParticipantState) => ParticipantState.Completed,
        var t when t == typeof(ImmutableArray<UserDataItem>) => ImmutableArray<UserDataItem>.Empty,
        var t when t == typeof(ImmutableArray<string>) => ImmutableArray<string>.Empty,
        var t when t.IsValueType => Activator.CreateInstance(t),
        var t => throw new UnreachableException($"No sample of {t}."),
    };
}
