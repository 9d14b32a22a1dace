#if ORLEANS_LOCAL
namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>What a view of a chat was, from version to version: whoever is shown it must be shown something that was true.</summary>
internal sealed class Shown
{
    private readonly List<(long Version, string View)> _views = [];

    public string Now => _views.Count > 0 ? _views[^1].View : "";

    public void Becomes(string view, long version)
    {
        if (_views.Count == 0 || _views[^1].View != view) _views.Add((version, view));
    }

    /// <summary>Whether it was so at this version or later.</summary>
    public bool WasTrue(string view, long sinceVersion)
    {
        for (var place = _views.Count - 1; place >= 0; place--)
        {
            if (_views[place].View == view) return true;
            if (_views[place].Version <= sinceVersion) return false;
        }

        return false;
    }
}
#endif
