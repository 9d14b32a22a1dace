using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A request, as a predicate of <see cref="Concurrency.MayInterleaveAttribute"/> sees it.</summary>
public interface IInvokable
{
    /// <summary>How many arguments it has.</summary>
    int GetArgumentCount();

    /// <summary>One of its arguments.</summary>
    object? GetArgument(int index);

    /// <summary>The name of its method.</summary>
    string GetMethodName();

    /// <summary>The name of the interface.</summary>
    string GetInterfaceName();

    /// <summary>The method of the interface.</summary>
    MethodInfo GetMethod();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();
}
