using System.Globalization;

namespace OrleansChat.Domain.Users;

/// <summary>Which logins of a user are over.</summary>
/// <param name="Named">Those that were ended one by one.</param>
/// <param name="Generation">How many times all were ended: those of an earlier generation are over.</param>
/// <param name="TokensUntil">When that was done last: tokens that were issued before are over.</param>
public sealed record EndedLogins(ImmutableArray<string> Named, int Generation, DateTimeOffset? TokensUntil)
{
    public static EndedLogins Of(UserState user) => new(user.EndedLogins, user.LoginGeneration, user.LoginsEndedAt);

    /// <summary>Whether this login is over. A name of another form is taken for the first generation's.</summary>
    public bool Has(string loginId) => BeganBefore(loginId) || Named.Contains(loginId);

    /// <summary>Whether it was over with all others, whatever its name.</summary>
    public bool BeganBefore(string loginId)
    {
        var number = loginId.IndexOf(LoginId.Separator, StringComparison.Ordinal) is var end and > 1 && long.TryParse(loginId.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
        return loginId.StartsWith(LoginId.Issued) ? TokensUntil is { } at && number <= at.ToUnixTimeSeconds() : number < Generation;
    }
}
