using Microsoft.AspNetCore.Identity;

namespace OrleansChat.Hosting.People;

/// <summary>Password hashes as ASP.NET Core Identity makes them: PBKDF2 with a salt of their own.</summary>
public static class PasswordHashing
{
    private static readonly PasswordHasher<object> Hasher = new();
    private static readonly object Nobody = new();

    /// <summary>A hash of the demonstration people's password. Fixed, so that their logins survive a restart.</summary>
    internal const string DemoHash = "AQAAAAIAAYagAAAAEFQjhdVZUTbqwfgrAkXeYUd0ZTi5sUavWHkOMUZlAK1VeNPewUpMDcLvelY5xJ+JLQ==";

    /// <summary>A hash of nothing anybody knows: what is computed for unknown users, so that they take as long as known ones.</summary>
    internal static readonly string DecoyHash = Hash(Guid.NewGuid().ToString("N"));

    /// <summary>A new hash of a password, for <c>People</c>.</summary>
    public static string Hash(string password) => Hasher.HashPassword(Nobody, password);

    internal static bool IsRight(string hash, string password) => Hasher.VerifyHashedPassword(Nobody, hash, password) != PasswordVerificationResult.Failed;

    /// <summary>Whether a text has the shape of a hash.</summary>
    internal static bool IsHash(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) && length > 32 && octets[0] is 0 or 1;
    }
}
