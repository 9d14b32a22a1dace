namespace OrleansChat.Bayeux.Sessions;

/// <summary>Session ids (Bayeux 1.0, section 3.6: unique and hard to guess).</summary>
public static class ClientId
{
    /// <summary>How many characters an id has.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>How many random bytes <see cref="FromRandom"/> needs.</summary>
    public const int RandomBytes = 32;

    /// <summary>An id of 26 lower-case letters and digits (134 bits) from cryptographic random bytes.</summary>
    /// <param name="random">At least <see cref="RandomBytes"/> bytes; those above 251 are skipped, so that every character is equally likely.</param>
    /// <returns><see langword="null"/> when too many bytes had to be skipped (once in 10⁷ tries): ask again with new bytes.</returns>
    public static string? FromRandom(ReadOnlySpan<byte> random)
    {
        Span<char> id = stackalloc char[Length];
        var count = 0;
        foreach (var value in random)
        {
            if (value >= 252) continue;
            id[count++] = Alphabet[value % 36];
            if (count == Length) return new string(id);
        }

        return null;
    }

    /// <summary>Whether a text could be an id that some server made: 1 to 64 letters and digits. Everything else is unknown without a look-up.</summary>
    public static bool IsWellFormed(string? text)
    {
        if (text is null || text.Length is 0 or > 64) return false;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character)) return false;
        }

        return true;
    }
}
