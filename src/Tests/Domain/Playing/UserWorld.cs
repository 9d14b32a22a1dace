using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Domain.Playing;

/// <summary>One user's state and a clock that stands until somebody moves it.</summary>
internal sealed class UserWorld
{
    public UserState State { get; private set; } = UserState.New;
    public DateTimeOffset Now { get; set; } = ChatWorld.Start;

    public static UserWorld InSession(bool ready = false)
    {
        var user = new UserWorld();
        user.Do(new UserCommand.StartSession());
        if (ready)
        {
            user.Do(new UserCommand.ChangeChannel(ChannelOperation.Ready));
        }

        return user;
    }

    /// <summary>The name of the refusal, <c>nothing</c>, or the names of the events.</summary>
    public string Do(UserCommand command)
    {
        Asked.Of(command);
        var decision = User.Decide(State, command, Now);
        State = decision.Events.Aggregate(State, User.Evolve);
        return decision.Refusal?.ToString() ?? (decision.Events.IsEmpty ? "nothing" : string.Join(' ', decision.Events.Select(static e => e.GetType().Name)));
    }

    public string Note(string chatId, ParticipantState state, long version, ParticipantRole role = ParticipantRole.Agent, bool declined = false) =>
        Do(new UserCommand.NoteChat(chatId, state, role, 2, version, declined));

    public bool MayBeOffered(string chatId, int capacity = 3, int reserved = 0) => State.MayBeOffered(chatId, capacity, reserved, Now);
}
