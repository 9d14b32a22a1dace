using System.Text;

namespace OrleansChat.ApiHost.Logins;

/// <summary>What an <c>Authorization: Basic</c> header says.</summary>
/// <param name="Octets">User name, colon, password, as they were sent.</param>
/// <param name="Readings">How they may be meant: old clients send ISO-8859-1, browsers UTF-8. Pure ASCII has one reading.</param>
internal sealed record BasicCredentials(byte[] Octets, ImmutableArray<(string UserName, string Password)> Readings)
{
    private const string Scheme = "Basic ";
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The credentials, or <see langword="null"/> for another scheme or what is no credentials at all.</summary>
    public static BasicCredentials? Parse(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var base64 = header[Scheme.Length..].Trim();
        var octets = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, octets, out var length))
        {
            return null;
        }

        Array.Resize(ref octets, length);
        return octets.AsSpan().Contains((byte)':') ? new(octets, Read(octets)) : null;
    }

    private static ImmutableArray<(string, string)> Read(byte[] octets)
    {
        var latin1 = Split(Encoding.Latin1.GetString(octets));
        if (Ascii.IsValid(octets) || !System.Text.Unicode.Utf8.IsValid(octets))
        {
            return [latin1];
        }

        return [Split(StrictUtf8.GetString(octets)), latin1];
    }

    private static (string, string) Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return (text[..colon], text[(colon + 1)..]);
    }
}
