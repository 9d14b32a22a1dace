using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Core.Internal;
using Orleans.Local.Isolation;

namespace Orleans.Local.Calls;

/// <summary>All that is known beforehand about calls of one interface method.</summary>
internal sealed class CallPlan
{
    private static readonly ConcurrentDictionary<MethodInfo, CallPlan> Known = new();

    private readonly MethodInvoker _invoker;

    private CallPlan(MethodInfo method)
    {
        Method = method;
        Returns = ReturnShape.Of(method.ReturnType)
            ?? throw new NotSupportedException($"{Name} returns {method.ReturnType}: a grain method returns Task, Task<T>, ValueTask or ValueTask<T>.");
        _invoker = MethodInvoker.Create(method);
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute)) || method.ReturnType == typeof(void);
        OfManagement = method.DeclaringType == typeof(IGrainManagementExtension);
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout
            ?? method.DeclaringType!.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        var parameters = method.GetParameters();
        CancellationIndex = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        Shared = [.. parameters.Select(parameter => parameter.IsDefined(typeof(ImmutableAttribute)))];
        foreach (var parameter in parameters) Contract.Check(parameter.ParameterType, Name);
        if (Returns.Value is { } value) Contract.Check(value, Name);
    }

    public MethodInfo Method { get; }

    public ReturnShape Returns { get; }

    public bool AlwaysInterleave { get; }

    public bool ReadOnly { get; }

    public bool OneWay { get; }

    /// <summary>Whether the runtime answers it, not the grain.</summary>
    public bool OfManagement { get; }

    public TimeSpan? Timeout { get; }

    /// <summary>Where the cancellation token stands; -1: nowhere.</summary>
    public int CancellationIndex { get; }

    public string Name => $"{Method.DeclaringType!.Name}.{Method.Name}";

    private bool[] Shared { get; }

    public static CallPlan For(MethodInfo method) => Known.GetOrAdd(method, static it => new CallPlan(it));

    /// <summary>The arguments as the grain gets them.</summary>
    public object?[] Isolate(object?[] arguments)
    {
        var isolated = new object?[arguments.Length];
        for (var index = 0; index < arguments.Length; index++)
        {
            isolated[index] = Shared[index] ? arguments[index] : Copier.Copy(arguments[index]);
        }
        return isolated;
    }

    /// <summary>Calls the grain and awaits its answer; the answer is not isolated yet.</summary>
    public Task<object?> InvokeAsync(object target, object?[] arguments) => Returns.AwaitAsync(_invoker.Invoke(target, arguments.AsSpan()));
}
