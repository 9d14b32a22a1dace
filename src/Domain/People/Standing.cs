namespace OrleansChat.Domain.People;

/// <summary>What a person may, as far as losing it must take effect on what is open.</summary>
/// <param name="PasswordMark">See <see cref="Person.PasswordMark"/>.</param>
/// <param name="Supervises">The agents whom the person supervises, ordered.</param>
public sealed record Standing(string ContactCenterId, Roles Roles, string PasswordMark, ImmutableArray<string> Supervises)
{
    /// <summary>Everybody's standing by user id.</summary>
    public static ImmutableSortedDictionary<string, Standing> Of(PeopleDirectory people) => people.Everybody.ToImmutableSortedDictionary(
        static p => p.UserId, p => new Standing(p.ContactCenterId, p.Roles, p.PasswordMark, [.. people.AgentsOf(p.UserId)]), StringComparer.Ordinal);

    public bool Equals(Standing? other) => other is not null && (ContactCenterId, Roles, PasswordMark) == (other.ContactCenterId, other.Roles, other.PasswordMark) && Supervises.SequenceEqual(other.Supervises);

    public override int GetHashCode() => HashCode.Combine(ContactCenterId, Roles, PasswordMark, Supervises.Length);
}
