namespace OrleansChat.Grains.Journal;

/// <summary>The remembered requests of <see cref="MemoryJournal"/>, in the order of their remembering. Its caller holds the lock.</summary>
internal sealed class MemoryRequests
{
    private readonly Dictionary<string, List<RequestRow>> _scopes = new(StringComparer.Ordinal);

    public RequestRow? Find(string scope, string key) => _scopes.GetValueOrDefault(scope)?.Find(row => row.Key == key);

    /// <summary>Remembers it, unless its key is taken; forgets what is too old or too much.</summary>
    public bool TryAdd(NewRequest request)
    {
        foreach (var all in _scopes.Values) all.RemoveAll(row => row.At <= request.ForgottenBefore);
        if (!_scopes.TryGetValue(request.Row.Scope, out var rows)) _scopes.Add(request.Row.Scope, rows = []);
        if (rows.Exists(row => row.Key == request.Row.Key)) return false;
        rows.Add(request.Row with { At = request.Row.At.ToUniversalTime(), Json = request.Row.Json.ToArray() });
        rows.RemoveRange(0, Math.Max(0, rows.Count - request.RowsMax));
        return true;
    }
}
