using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Local.Activations;

/// <summary>A class of grains, and what its attributes say.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory _factory;
    private readonly Func<IInvokable, bool>? _mayInterleave;

    public GrainClass(Type type)
    {
        Class = type;
        Name = GrainType.Create(type.GetCustomAttribute<GrainTypeAttribute>()?.Name ?? ByConvention(type));
        Reentrant = type.IsDefined(typeof(ReentrantAttribute));
        KeepAlive = type.IsDefined(typeof(KeepAliveAttribute));
        WorkersMax = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers;
        _factory = ActivatorUtilities.CreateFactory(type, []);
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is { CallbackMethodName: var predicate }) _mayInterleave = Predicate(type, predicate);
    }

    public Type Class { get; }

    public GrainType Name { get; }

    public bool Reentrant { get; }

    public bool KeepAlive { get; }

    /// <summary>How many activations a grain may have at once; none: one, as usual.</summary>
    public int? WorkersMax { get; }

    public object Create(IServiceProvider services) => _factory(services, []);

    /// <summary>Whether the class lets this request interleave.</summary>
    public bool MayInterleave(IInvokable? request) => Reentrant || (request is not null && _mayInterleave is not null && _mayInterleave(request));

    private static Func<IInvokable, bool> Predicate(Type type, string name)
    {
        var method = type.GetMethod(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.FlattenHierarchy, [typeof(IInvokable)]);
        return method?.ReturnType == typeof(bool)
            ? method.CreateDelegate<Func<IInvokable, bool>>()
            : throw new NotSupportedException($"[MayInterleave] of {type} needs a static method bool {name}(IInvokable).");
    }

    private static string ByConvention(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > "grain".Length ? name[..^"grain".Length] : name;
    }
}
