using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Logins;

/// <summary>What the login cookie carries, encrypted and signed.</summary>
/// <param name="PasswordMark">Changes with the person's password: then the cookie is worth nothing any more.</param>
internal sealed record LoginTicket(string UserId, string LoginId, DateTimeOffset IssuedAt, string PasswordMark)
{
    private const char Separator = '|';

    public static LoginTicket New(Person person, DateTimeOffset now) =>
        new(person.UserId, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), now, MarkOf(person));

    public static string MarkOf(Person person) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(person.PasswordHash)).AsSpan(0, 8));

    public string Protect(IDataProtector protector) =>
        protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{UserId}{Separator}{LoginId}{Separator}{IssuedAt.ToUnixTimeSeconds()}{Separator}{PasswordMark}"));

    /// <summary>The ticket, or <see langword="null"/> for what this installation did not write.</summary>
    public static LoginTicket? Unprotect(IDataProtector protector, string cookie)
    {
        try
        {
            return protector.Unprotect(cookie).Split(Separator) is [var userId, var loginId, var seconds, var mark]
                ? new(userId, loginId, DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)), mark)
                : null;
        }
        catch (CryptographicException)
        {
            return null;                                               // foreign, forged, or from before the keys were lost
        }
    }
}
