using System.Text.Json;
using System.Text.Unicode;

namespace OrleansChat.ApiHost.Operations;

/// <summary>
/// JSON as the API takes it: one object in UTF-8 without a byte order mark, no comments, no trailing commas, no key twice, bounded depth,
/// and in no string a NUL or half a surrogate pair (decision 25).
/// </summary>
internal static class StrictJson
{
    /// <summary>The object, or <see langword="null"/> for anything else. To be disposed.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, int depthMax)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            return null;
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8, new() { MaxDepth = depthMax, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Object && (!HasEscapes(utf8.Span) || HasCleanStrings(document.RootElement)))
            {
                return document;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or (InvalidOperationException) a string that is no Unicode text: both are refused alike.
        }

        document?.Dispose();
        return null;
    }

    /// <summary>Only an escape can hide a NUL or a lone surrogate in valid UTF-8.</summary>
    private static bool HasEscapes(ReadOnlySpan<byte> utf8) => utf8.IndexOf("\\u"u8) >= 0;

    private static bool HasCleanStrings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(static p => IsClean(p.Name) && HasCleanStrings(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(HasCleanStrings),
        JsonValueKind.String => IsClean(element.GetString()!),
        _ => true,
    };

    /// <summary>Reading a lone surrogate throws already.</summary>
    private static bool IsClean(string text) => !text.Contains('\0', StringComparison.Ordinal);
}
