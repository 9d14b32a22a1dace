namespace OrleansChat.Domain.People;

/// <summary>What a new configuration takes from a person.</summary>
/// <param name="IsGone">Taken out, disabled, or no agent any more: nobody waits for an answer of theirs, so their chats go on without them.</param>
/// <param name="EndsSession">A role went: the contact-centre session ends.</param>
/// <param name="EndsLogins">A role went, or the password is another: logins and notification sessions end.</param>
/// <param name="Agents">Whom the person supervises no more, ordered.</param>
public sealed record Loss(string UserId, bool IsGone, bool EndsSession, bool EndsLogins, ImmutableArray<string> Agents)
{
    /// <summary>The losses between two states of everybody's standing, ordered by user id. What somebody gains needs no telling.</summary>
    public static ImmutableArray<Loss> Between(ImmutableSortedDictionary<string, Standing> before, ImmutableSortedDictionary<string, Standing> after) =>
        [.. before.Select(was => Of(was.Key, was.Value, after.GetValueOrDefault(was.Key))).OfType<Loss>()];

    /// <summary>Both, of the same user.</summary>
    public Loss And(Loss other) => new(
        UserId, IsGone || other.IsGone, EndsSession || other.EndsSession, EndsLogins || other.EndsLogins,
        [.. Agents.Union(other.Agents, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>As it is to be taken late: an agent who has come back keeps their chats. Whatever else was lost was lost, and is asked for again.</summary>
    public Loss StillLost(PeopleDirectory people) => this with { IsGone = IsGone && people.AgentById(UserId) is null };

    private static Loss? Of(string userId, Standing was, Standing? now)
    {
        var roles = was.Roles & ~(now?.Roles ?? Roles.None);
        ImmutableArray<string> agents = [.. was.Supervises.Except(now?.Supervises ?? [], StringComparer.Ordinal)];
        var loss = new Loss(userId, now is null || roles.HasFlag(Roles.Agent), now is null || roles != Roles.None, now is null || roles != Roles.None || now.PasswordMark != was.PasswordMark, agents);
        return loss.EndsLogins || !agents.IsEmpty ? loss : null;
    }
}
