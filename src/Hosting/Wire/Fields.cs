namespace OrleansChat.Hosting.Wire;

/// <summary>Which fields of a resource are asked for (<c>?fields=*</c> or <c>?fields=a,b</c>, contract section 2.2).</summary>
internal sealed class Fields
{
    public static readonly Fields All = new(null);

    private readonly HashSet<string>? _names;

    private Fields(HashSet<string>? names)
    {
        _names = names;
    }

    /// <summary>Names that no resource has are passed over.</summary>
    public static Fields Named(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is var names && names.Contains("*") ? All : new([.. names]);

    public bool Has(string name) => _names is null || _names.Contains(name);
}
