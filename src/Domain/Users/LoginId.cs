using System.Globalization;

namespace OrleansChat.Domain.Users;

/// <summary>
/// The name of a login, from which can be told whether it began before the user ended all logins. A login by password carries the number of
/// times that the user had done so, which no clock can get wrong; one by token carries when the token was issued.
/// </summary>
public static class LoginId
{
    private const char Numbered = 'n';
    internal const char Issued = 't';
    internal const char Separator = '-';

    /// <param name="generation">How many times the user had ended all logins before this one began.</param>
    /// <param name="random">Tells it from the user's other logins.</param>
    public static string Of(int generation, string random) => string.Create(CultureInfo.InvariantCulture, $"{Numbered}{generation}{Separator}{random}");

    /// <param name="issuedAt">When the token was issued at the earliest, by our clock.</param>
    /// <param name="digest">Tells the token from others.</param>
    public static string OfToken(DateTimeOffset issuedAt, string digest) => string.Create(CultureInfo.InvariantCulture, $"{Issued}{issuedAt.ToUnixTimeSeconds()}{Separator}{digest}");
}
