namespace Orleans.Concurrency;

/// <summary>A value that its owner promises never to change, so that calls may share it.</summary>
[Immutable, GenerateSerializer]
public readonly struct Immutable<T>(T value)
{
    /// <summary>The value.</summary>
    [Id(0)]
    public readonly T Value = value;
}

/// <summary>Wraps values that never change.</summary>
public static class ImmutableExtensions
{
    /// <summary>The value, with the promise that it never changes.</summary>
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
