using System.Collections.Concurrent;

namespace Orleans.Local.Isolation;

/// <summary>Makes what one side sends unchangeable for the other: copies what can change, shares what cannot.</summary>
internal static class Copier
{
    private static readonly ConcurrentDictionary<Type, CopyPlan> Plans = new();

    /// <summary>A value equal to this one that shares nothing changeable with it.</summary>
    public static object? Copy(object? value)
    {
        if (value is null) return null;
        var plan = For(value.GetType());
        return plan.IsImmutable ? value : plan.Copy(value, new CopyWalk());
    }

    public static CopyPlan For(Type type) => Plans.TryGetValue(type, out var plan) ? plan : Make(type, []);

    /// <summary>Whether all values declared with this type are unchangeable, subclasses included.</summary>
    public static bool IsImmutable(Type declared, HashSet<Type> asked) =>
        Nullable.GetUnderlyingType(declared) is { } inner ? IsImmutable(inner, asked) : (declared.IsSealed || declared.IsValueType) && (asked.Contains(declared) || Make(declared, asked).IsImmutable);

    private static CopyPlan Make(Type type, HashSet<Type> asked)
    {
        if (Plans.TryGetValue(type, out var known)) return known;
        var outermost = asked.Count == 0;
        asked.Add(type);
        var plan = CopyPlan.Create(type, asked);
        // Inside a cycle of types the answer rests on an assumption that only the outermost type settles.
        if (outermost) Plans[type] = plan;
        return plan;
    }
}

/// <summary>One copying: what was copied already, so that the copy has the shape of the original.</summary>
internal sealed class CopyWalk
{
    private readonly Dictionary<object, object> _copies = new(ReferenceEqualityComparer.Instance);

    public object? Copy(object? value)
    {
        if (value is null) return null;
        var plan = Copier.For(value.GetType());
        if (plan.IsImmutable) return value;
        return _copies.TryGetValue(value, out var copy) ? copy : plan.Copy(value, this);
    }

    public void Remember(object original, object copy) => _copies[original] = copy;
}
