using OrleansChat.ApiHost.Settings;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Logins;

/// <summary>Which web pages may use a login: the server's own and the configured ones.</summary>
public sealed class Origins
{
    private readonly ImmutableHashSet<string> _allowed;
    private readonly Uris _uris;

    internal Origins(AccessSettings access, Uris uris)
    {
        _allowed = access.AllowedOrigins.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        _uris = uris;
    }

    /// <summary>Whether a request comes from another site's page. No <c>Origin</c>: no; the origin <c>null</c>: yes.</summary>
    public bool IsForeign(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !IsAllowed(origin) && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether pages of this origin are named in <c>Access:AllowedOrigins</c> or are the server's own.</summary>
    public bool IsAllowed(string origin) => _allowed.Contains(origin) || _uris.Origin.Equals(origin, StringComparison.OrdinalIgnoreCase);
}
