using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Values that travel with every call made from here, and never back.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<ImmutableSortedDictionary<string, object>?> Current = new();

    /// <summary>The names of the values.</summary>
    public static IEnumerable<string> Keys => Values.Keys;

    /// <summary>The values with their names.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values;

    internal static ImmutableSortedDictionary<string, object> Values
    {
        get => Current.Value ?? ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal);
        set => Current.Value = value.IsEmpty ? null : value;
    }

    /// <summary>The value with this name.</summary>
    public static object? Get(string key) => Values.GetValueOrDefault(key);

    /// <summary>Sets a value for calls made from here on.</summary>
    public static void Set(string key, object value) => Values = Values.SetItem(key, value);

    /// <summary>Takes a value away.</summary>
    public static bool Remove(string key)
    {
        var known = Values.ContainsKey(key);
        Values = Values.Remove(key);
        return known;
    }

    /// <summary>Takes all values away.</summary>
    public static void Clear() => Current.Value = null;
}
