namespace OrleansChat.Domain;

/// <summary>What a decider says to a command: a refusal, nothing (it is already so), or events in order.</summary>
/// <typeparam name="TEvent">The aggregate's closed set of events.</typeparam>
public sealed record Decision<TEvent>(Refusal? Refusal, ImmutableArray<TEvent> Events)
{
    public static readonly Decision<TEvent> Nothing = new(null, []);

    public static implicit operator Decision<TEvent>(Refusal why) => new(why, []);
    public static implicit operator Decision<TEvent>(TEvent happened) => new(null, [happened]);
    public static implicit operator Decision<TEvent>(ImmutableArray<TEvent> happened) => new(null, happened);
}
