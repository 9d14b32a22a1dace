namespace Orleans.Runtime;

/// <summary>The name of a kind of grain, for example <c>chat</c>.</summary>
[Immutable, GenerateSerializer]
public readonly record struct GrainType : IComparable<GrainType>
{
    [Id(0)]
    private readonly string? _name;

    private GrainType(string name) => _name = name;

    /// <summary>Whether this is no type at all.</summary>
    public bool IsDefault => string.IsNullOrEmpty(_name);

    /// <summary>The type with this name.</summary>
    public static GrainType Create(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(GrainType other) => string.CompareOrdinal(_name, other._name);

    /// <inheritdoc />
    public override string ToString() => _name ?? "";
}
