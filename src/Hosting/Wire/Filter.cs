namespace OrleansChat.Hosting.Wire;

/// <summary>The exact-match filters of a GET: <c>?field=value</c> (contract section 2.2).</summary>
internal static class Filter
{
    /// <param name="query">The request's. Names that are no field filter nothing: caches and proxies add such.</param>
    /// <param name="words">The resource's fields that are single words; a field that this one does not have takes no value.</param>
    public static bool Takes(IQueryCollection query, IReadOnlyCollection<(string Name, string? Value)> words) =>
        words.All(word => query[word.Name].ToString() is not { Length: > 0 } asked || word.Value == asked);
}
