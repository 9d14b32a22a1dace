using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Local.Isolation;

/// <summary>Copies field by field. Where no field can change and no field's value had to be copied, the original itself is shared.</summary>
internal sealed class MembersPlan : CopyPlan
{
    private readonly Type _type;
    private readonly FieldInfo[] _fields;
    private readonly Func<object, object?>[] _read;
    private readonly bool _fixed;

    public MembersPlan(Type type)
    {
        _type = type;
        _fields = [.. Fields(type)];
        _read = [.. _fields.Select(Reader)];
        // A value type is copied whenever it is handed over.
        _fixed = type.IsValueType || _fields.All(field => field.IsInitOnly || NumberedMembers.StaysBehind(field));
    }

    /// <summary>Whether no value of this type can ever change.</summary>
    public bool NeverChanges(HashSet<Type> asked) => _fixed && _fields.All(field => !NumberedMembers.StaysBehind(field) && Copier.IsImmutable(field.FieldType, asked));

    public override object Copy(object original, CopyWalk walk) => _fixed ? CopyIfNeeded(original, walk) : CopyAlways(original, walk);

    private object CopyIfNeeded(object original, CopyWalk walk)
    {
        object? copy = null;
        for (var index = 0; index < _fields.Length; index++)
        {
            var field = _fields[index];
            var value = _read[index](original);
            var copied = NumberedMembers.StaysBehind(field) ? null : walk.Copy(value);
            if (ReferenceEquals(value, copied)) continue;
            copy ??= Clone(original);
            field.SetValue(copy, copied);
        }
        return copy ?? original;
    }

    private object CopyAlways(object original, CopyWalk walk)
    {
        var copy = RuntimeHelpers.GetUninitializedObject(_type);
        walk.Remember(original, copy);
        for (var index = 0; index < _fields.Length; index++)
        {
            if (!NumberedMembers.StaysBehind(_fields[index])) _fields[index].SetValue(copy, walk.Copy(_read[index](original)));
        }
        return copy;
    }

    private object Clone(object original)
    {
        var copy = RuntimeHelpers.GetUninitializedObject(_type);
        foreach (var (field, read) in _fields.Zip(_read)) field.SetValue(copy, read(original));
        return copy;
    }

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var part = type; part is not null && part != typeof(object) && part != typeof(ValueType); part = part.BaseType)
        {
            foreach (var field in part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)) yield return field;
        }
    }

    private static Func<object, object?> Reader(FieldInfo field)
    {
        var it = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(Expression.Field(Expression.Convert(it, field.DeclaringType!), field), typeof(object)), it).Compile();
    }
}
