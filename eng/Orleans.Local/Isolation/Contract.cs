using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Local.Isolation;

/// <summary>Refuses types that Orleans could not send, when a contract that names them is first used.</summary>
internal static class Contract
{
    private static readonly ConcurrentDictionary<Type, string?> Checked = new();

    /// <summary>Throws where this type, or one that it is made of, has no serializer.</summary>
    public static void Check(Type type, string where)
    {
        if (Problem(type) is { } problem) throw new CodecNotFoundException($"{problem} (used by {where})");
    }

    /// <summary>Why values of this type cannot travel; none where they can.</summary>
    public static string? Problem(Type type) => Checked.TryGetValue(type, out var known) ? known : Problem(type, []);

    private static string? Problem(Type type, HashSet<Type> asked)
    {
        if (!asked.Add(type)) return null;
        var problem = Find(type, asked);
        Checked[type] = problem;
        return problem;
    }

    private static string? Find(Type type, HashSet<Type> asked)
    {
        if (type.IsGenericParameter || type == typeof(object) || KnownTypes.IsAtom(type) || KnownTypes.IsReference(type)) return null;
        if (type.IsAssignableTo(typeof(Delegate))) return $"{type} is a delegate: behaviour does not travel.";
        if (type.IsArray) return Problem(type.GetElementType()!, asked);
        if (type.IsAssignableTo(typeof(Exception)) || type.IsAssignableTo(typeof(Type))) return null;
        if (KnownTypes.IsContainer(type)) return type.GetGenericArguments().Select(part => Problem(part, asked)).FirstOrDefault(it => it is not null);
        if (type.IsInterface && KnownTypes.IsCollectionInterface(type)) return type.GetGenericArguments().Select(part => Problem(part, asked)).FirstOrDefault(it => it is not null);
        if (type.IsInterface || (type.IsAbstract && !type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))) return null;
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) return NoSerializer(type);
        return Members(type, asked);
    }

    private static string NoSerializer(Type type) => type.Name.Contains("<>z__", StringComparison.Ordinal)
        ? $"{type} was made by the compiler for a collection expression: send an array, a list or an ImmutableArray."
        : $"Could not find a codec for type {type}: it has no [GenerateSerializer] and is no type that Orleans knows.";

    private static string? Members(Type type, HashSet<Type> asked)
    {
        for (var part = type; part is not null && part != typeof(object) && part != typeof(ValueType); part = part.BaseType)
        {
            var fields = part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
            if (fields.Length > 0 && !part.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) return NoSerializer(part);
            var unnumbered = fields.FirstOrDefault(field => !Members(part).Travels(field));
            if (unnumbered is not null) return $"{part}.{Plain(unnumbered.Name)} has no [Id], so it would be lost on the way.";
            if (fields.Select(field => Problem(field.FieldType, asked)).FirstOrDefault(it => it is not null) is { } problem) return problem;
        }
        return null;
    }

    private static NumberedMembers Members(Type type) => new(type);

    private static string Plain(string field) => field.StartsWith('<') ? field[1..field.IndexOf('>', StringComparison.Ordinal)] : field;
}
