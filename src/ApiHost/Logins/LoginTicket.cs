using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OrleansChat.Domain.People;
using OrleansChat.Hosting.Health;

namespace OrleansChat.ApiHost.Logins;

/// <summary>What the login cookie carries, encrypted and signed.</summary>
/// <param name="PasswordMark">Changes with the person's password: then the cookie is worth nothing any more.</param>
/// <param name="CsrfToken">A GUID that only the pages that may read an answer know (contract section 2.5).</param>
internal sealed record LoginTicket(string UserId, string LoginId, DateTimeOffset IssuedAt, string PasswordMark, string CsrfToken)
{
    private const char Separator = '|';

    public static LoginTicket New(Person person, int generation, DateTimeOffset now) =>
        new(person.UserId, Domain.Users.LoginId.Of(generation, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))), now, person.PasswordMark, new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D"));

    public string Protect(IDataProtector protector) =>
        protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{UserId}{Separator}{LoginId}{Separator}{IssuedAt.ToUnixTimeSeconds()}{Separator}{PasswordMark}{Separator}{CsrfToken}"));

    /// <summary>The ticket, or <see langword="null"/> for what this installation did not write.</summary>
    public static LoginTicket? Unprotect(IDataProtector protector, string cookie)
    {
        try
        {
            return protector.Unprotect(cookie).Split(Separator) is [var userId, var loginId, var seconds, var mark, var csrf]
                ? new(userId, loginId, DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)), mark, csrf)
                : null;
        }
        catch (CryptographicException error) when (error.InnerException is null || !Outage.Is(error.InnerException))
        {
            return null;                                               // foreign, forged, or from before the keys were lost
        }
    }
}
