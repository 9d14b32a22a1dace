namespace OrleansChat.Domain.Chats;

/// <summary>The named limits of a chat (decision 25). Exceeding one is <see cref="Refusal.LimitExceeded"/>.</summary>
/// <param name="EntriesMax">Entries of the log, counted apart for each visibility: what is hidden uses up nobody else's share (decision 8).</param>
/// <param name="AgentsMax">Agents invited, chatting or in wrap-up.</param>
/// <param name="SupervisorsMax">Supervisors invited or chatting: counted apart, so that no agent can infer them.</param>
/// <param name="UserDataKeysMax">Attached keys.</param>
/// <param name="UserDataCharsMax">Characters of all keys and values together.</param>
public sealed record ChatLimits(
    int EntriesMax = 10_000,
    int AgentsMax = 50,
    int SupervisorsMax = 50,
    int UserDataKeysMax = 200,
    int UserDataCharsMax = 64 * 1024)
{
    public static readonly ChatLimits Default = new();

    /// <summary>Entries of all kinds. Coming and going is never refused and may go beyond the shares; switching to and fro ends here.</summary>
    public int LogMax => 4 * EntriesMax;
}
