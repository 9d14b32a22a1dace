namespace OrleansChat.Domain.Chats;

/// <summary>The named limits of a chat (decision 25). Exceeding one is <see cref="Refusal.LimitExceeded"/>.</summary>
/// <param name="EntriesMax">
/// Entries of the log with which something is still said, counted apart for each visibility: what is hidden uses up nobody else's share (decision 8).
/// </param>
/// <param name="AgentsMax">Agents invited, chatting or in wrap-up.</param>
/// <param name="SupervisorsMax">Supervisors invited or chatting: counted apart, so that no agent can infer them.</param>
/// <param name="UserDataKeysMax">Attached keys.</param>
/// <param name="UserDataCharsMax">Characters of all keys and values together.</param>
/// <param name="ComingsMax">How often a supervisor may come in or switch; an agent, on average of as many as there may be at once.</param>
public sealed record ChatLimits(
    int EntriesMax = 10_000,
    int AgentsMax = 50,
    int SupervisorsMax = 50,
    int UserDataKeysMax = 200,
    int UserDataCharsMax = 64 * 1024,
    int ComingsMax = 100)
{
    public static readonly ChatLimits Default = new();

    /// <summary>How often agents may come, all together, whom the customer sees; and as often consultants, whom the customer does not see.</summary>
    public int AgentComingsMax => AgentsMax * ComingsMax;

    /// <summary>How often supervisors may come or switch, all together.</summary>
    public int SupervisorComingsMax => SupervisorsMax * ComingsMax;

    /// <summary>
    /// Entries of all kinds, whatever anybody does: what is said; the customer's coming and going; and those of all others, which those can still add to who
    /// were asked in while there was room.
    /// </summary>
    public int LogMax => (3 * EntriesMax) + 2 + (2 * ((2 * (AgentComingsMax + AgentsMax)) + SupervisorComingsMax + SupervisorsMax));
}
