using System.Reflection;

namespace Orleans.Local.Isolation;

/// <summary>Which fields of a type travel: those with a number, those of a record's primary constructor, those that need not.</summary>
internal sealed class NumberedMembers(Type type)
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly bool _byConstructor = IsRecord(type)
        || type.GetCustomAttribute<GenerateSerializerAttribute>() is { IncludePrimaryConstructorParameters: true };

    /// <summary>Whether the field is meant to stay behind.</summary>
    public static bool StaysBehind(FieldInfo field) => field.IsDefined(typeof(NonSerializedAttribute));

    public bool Travels(FieldInfo field)
    {
        if (field.IsDefined(typeof(IdAttribute)) || StaysBehind(field)) return true;
        var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        if (type.GetProperty(name, Declared)?.IsDefined(typeof(IdAttribute)) == true) return true;
        return _byConstructor && type.GetConstructors(Declared).Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == name));
    }

    private static bool IsRecord(Type type) => type.IsValueType
        ? type.GetMethod("PrintMembers", Declared) is not null
        : type.GetMethod("<Clone>$", Declared) is not null;
}
