using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.ApiHost.Operations;

/// <summary>
/// The header <c>Idempotency-Key</c> of a request, with a digest of what it asks (decision 22): 1 to 64 printable ASCII characters, bare or, as the
/// draft of the header has it, in double quotes.
/// </summary>
/// <param name="Value">Without the quotes.</param>
/// <param name="Digest">SHA-256 of method, path and body, 64 hex digits.</param>
internal sealed record IdempotencyKey(string Value, string Digest)
{
    public const string Header = "Idempotency-Key";
    private const int CharsMax = 64;

    /// <summary>The same as a regular expression, for whoever describes it.</summary>
    public static readonly string Pattern = $"^(?!\"\"$)([ -~]{{1,{CharsMax}}}|\"[ -~]{{1,{CharsMax}}}\")$";

    /// <summary>The request's key, if it has one. A header that is no key is a bad value.</summary>
    public static (IdempotencyKey? Key, bool IsBad) Read(HttpRequest request, ReadOnlySpan<byte> body) => request.Headers[Header] switch
    {
        [] => (null, false),
        [{ } text] when Unquoted(text) is { Length: > 0 and <= CharsMax } key && key.All(static c => c is >= ' ' and <= '~') => (new(key, DigestOf(request, body)), false),
        _ => (null, true),
    };

    /// <summary>This key as one caller's: nobody else's is the same. <paramref name="who"/> has no line break.</summary>
    public RequestKey By(string who) => new(Hex($"{who}\n{Value}"), Digest);

    private static string Unquoted(string text) => text is ['"', .. var inner, '"'] ? inner : text;

    private static string DigestOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        digest.AppendData(body);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
