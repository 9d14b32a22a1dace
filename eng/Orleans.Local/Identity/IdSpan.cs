namespace Orleans.Runtime;

/// <summary>The key of a grain within its kind.</summary>
[Immutable, GenerateSerializer]
public readonly record struct IdSpan : IComparable<IdSpan>
{
    [Id(0)]
    private readonly string? _text;

    private IdSpan(string text) => _text = text;

    /// <summary>Whether this is no key at all.</summary>
    public bool IsDefault => string.IsNullOrEmpty(_text);

    /// <summary>The key with this text.</summary>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc />
    public int CompareTo(IdSpan other) => string.CompareOrdinal(_text, other._text);

    /// <inheritdoc />
    public override string ToString() => _text ?? "";
}
