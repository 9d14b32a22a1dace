#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Simulation;

/// <summary>What somebody wants done, with one request or with several that say the same.</summary>
/// <param name="Who">Who wants it.</param>
/// <param name="What">In words.</param>
/// <param name="Stream">Whose version the answer names.</param>
/// <param name="DoAsync">One request.</param>
internal sealed record Errand(string Who, string What, string Stream, Func<Attempt, Task<ChatReply>> DoAsync)
{
    /// <summary>Who asks, where they number their operations and have a list of chats.</summary>
    public SimulatedUser? User { get; init; }

    /// <summary>The chat that it is about, if any.</summary>
    public string? ChatId { get; init; }

    public bool WantsReference { get; init; }

    /// <summary>A text that it writes: once if it is done, and never if it is refused.</summary>
    public string? Text { get; init; }

    /// <summary>Where its user stands afterwards; empty: anywhere.</summary>
    public ImmutableArray<ParticipantState> Leads { get; init; } = [];

    /// <summary>An operation of a user in a chat.</summary>
    public static Errand InChat(SimulatedFloor floor, SimulatedUser user, string what, string chatId, Func<IChatGrain, Attempt, Task<ChatReply>> doAsync) =>
        new(user.Name, what, $"chat/{chatId}", attempt => doAsync(floor.Grains.GetGrain<IChatGrain>(chatId), attempt)) { User = user, ChatId = chatId };

    /// <summary>An operation on a user, by themselves or by a supervisor.</summary>
    public static Errand OfUser(SimulatedUser asker, string what, string userId, Func<IUserGrain, Attempt, Task<ChatReply>> doAsync) =>
        new(asker.Name, $"{what} ({FloorPeople.NameOf(userId)})", $"user/{userId}", attempt => doAsync(asker.GrainOf(userId), attempt)) { User = asker };

    public override string ToString() => $"{Who}: {What} {Text} in {ChatId ?? Stream}";
}

/// <summary>One request of an errand.</summary>
/// <param name="Key">The same in all requests of an errand; <see langword="null"/>: there is no second one.</param>
/// <param name="ReferenceId">A new one in each request.</param>
/// <param name="Text">The errand's, or another one under the same key.</param>
internal readonly record struct Attempt(RequestKey? Key, int ReferenceId, string Text);
#endif
