using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Reads keys that are not strings.</summary>
public static class GrainIdKeyExtensions
{
    /// <summary>The key as an integer, where it is one.</summary>
    public static bool TryGetIntegerKey(this GrainId grainId, out long key) =>
        long.TryParse(grainId.Key.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out key);

    /// <summary>The key as a Guid, where it is one.</summary>
    public static bool TryGetGuidKey(this GrainId grainId, out Guid key) => Guid.TryParseExact(grainId.Key.ToString(), "N", out key);
}
