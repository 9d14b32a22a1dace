using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans.Local.Activations;

/// <summary>The grain classes of this process: those in every assembly that refers to this one.</summary>
internal sealed class GrainClasses
{
    private static readonly Lazy<IReadOnlyList<Type>> InThisProcess = new(Scan);

    private readonly ConcurrentDictionary<Type, GrainClass> _byClass = new();
    private readonly ConcurrentDictionary<Type, GrainType> _byInterface = new();
    private readonly ConcurrentDictionary<GrainType, GrainClass> _byName = new();

    private GrainClasses()
    {
    }

    /// <summary>The same for every silo: a simulation starts one for each seed, and looking at classes takes long.</summary>
    public static GrainClasses All { get; } = new();

    /// <summary>Which kind of grain implements the interface.</summary>
    public GrainType TypeOf(Type interfaceType, string? prefix) =>
        prefix is null ? _byInterface.GetOrAdd(interfaceType, it => Find(it, null)) : Find(interfaceType, prefix);

    public GrainClass Of(GrainType name) => _byName.GetOrAdd(name, it =>
    {
        var classes = InThisProcess.Value.Where(type => Of(type).Name == it).ToList();
        return classes.Count switch
        {
            1 => Of(classes[0]),
            0 => throw new ArgumentException($"Could not find an implementation of grain type {it}."),
            _ => throw new ArgumentException($"Grain type {it} is the name of several classes: {string.Join(", ", classes)}. Give one a [GrainType]."),
        };
    });

    private GrainClass Of(Type type) => _byClass.GetOrAdd(type, static it => new GrainClass(it));

    private GrainType Find(Type interfaceType, string? prefix)
    {
        var classes = InThisProcess.Value.Where(interfaceType.IsAssignableFrom)
            .Where(type => prefix is null || type.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var named = interfaceType.GetCustomAttribute<DefaultGrainTypeAttribute>()?.Name;
        if (classes.Count > 1) classes = Narrow(classes, type => Of(type).Name.ToString() == named);
        if (classes.Count > 1) classes = Narrow(classes, type => interfaceType.Name == "I" + type.Name);
        return classes.Count switch
        {
            1 => Of(Of(classes[0]).Name).Name,
            0 => throw new ArgumentException($"Could not find an implementation for interface {interfaceType}."),
            _ => throw new ArgumentException($"Interface {interfaceType} has several implementations: {string.Join(", ", classes)}. Name one with [DefaultGrainType]."),
        };
    }

    private static List<Type> Narrow(List<Type> classes, Func<Type, bool> fits) => classes.Where(fits).ToList() is { Count: > 0 } some ? some : classes;

    private static List<Type> Scan()
    {
        var known = new SortedDictionary<string, Assembly>(StringComparer.Ordinal);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic)) Add(assembly, known);
        return [.. known.Values.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(IGrainBase)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)];
    }

    private static void Add(Assembly assembly, SortedDictionary<string, Assembly> known)
    {
        var here = typeof(GrainClasses).Assembly;
        var refers = assembly.GetReferencedAssemblies();
        if (assembly != here && !refers.Any(name => name.Name == here.GetName().Name)) return;
        if (!known.TryAdd(assembly.FullName!, assembly)) return;
        foreach (var name in refers.Where(name => !name.FullName.StartsWith("System.", StringComparison.Ordinal) && !name.FullName.StartsWith("Microsoft.", StringComparison.Ordinal)))
        {
            Add(Assembly.Load(name), known);
        }
    }
}
