using System.Globalization;
using System.Reflection;
using Orleans;
using OrleansChat.Domain;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Tests.Documents;

/// <summary>
/// <c>docs/reference/contracts.md</c> is the golden list of what travels between processes. It changes only on purpose: a member number is never
/// given to something else, and an enumeration only grows at its end.
/// </summary>
public sealed class ContractsPageTests
{
    [Fact]
    public void It_lists_every_contract() => Page.Same(Contracts(), new Page("contracts.md").Block().Split('\n'));

    private static IEnumerable<string> Contracts()
    {
        var types = typeof(IChatGrain).Assembly.GetTypes().Where(static t => t.Namespace?.StartsWith("OrleansChat.Grains.Interfaces", StringComparison.Ordinal) == true && t is { IsPublic: true })
            .Where(static t => t.IsDefined(typeof(AliasAttribute))).OrderBy(AliasOf, StringComparer.Ordinal).ToList();
        var enums = types.Where(static t => !t.IsInterface).SelectMany(static t => t.GetProperties()).Select(static p => p.PropertyType)
            .Concat(types.Where(static t => t.IsInterface).SelectMany(static t => t.GetMethods()).SelectMany(static m => m.GetParameters()).Select(static p => p.ParameterType))
            .SelectMany(Parts).Where(static t => t.IsEnum).Distinct().OrderBy(static t => t.Name, StringComparer.Ordinal);
        return [.. types.SelectMany(static t => t.IsInterface ? Interface(t) : Message(t)), .. enums.Select(Enumeration)];
    }

    private static IEnumerable<string> Interface(Type grain) =>
        [$"grain {AliasOf(grain)}", .. grain.GetMethods().OrderBy(AliasOf, StringComparer.Ordinal).Select(static m => $"    {AliasOf(m)}({string.Join(", ", m.GetParameters().Select(static p => Name(p.ParameterType)))}): {Name(m.ReturnType)}")];

    private static IEnumerable<string> Message(Type message) =>
    [
        $"message {AliasOf(message)}",
        .. message.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static p => (Property: p, Id: p.GetCustomAttribute<IdAttribute>())).Where(static p => p.Id is not null).OrderBy(static p => p.Id!.Id)
            .Select(static p => string.Create(CultureInfo.InvariantCulture, $"    {p.Id!.Id} {p.Property.Name}: {Name(p.Property.PropertyType)}")),
    ];

    private static string Enumeration(Type type) =>
        $"enum {type.Name} {string.Join(", ", Enum.GetValues(type).Cast<Enum>().Select(static value => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToInt64(value, CultureInfo.InvariantCulture)} {value}")))}";

    private static string AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias ?? throw new InvalidOperationException($"{member.DeclaringType?.Name}.{member.Name} has no alias.");

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts) : [type];

    private static string Name(Type type) => !type.IsGenericType ? type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name
        : Nullable.GetUnderlyingType(type) is { } value ? $"{Name(value)}?"
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
}
