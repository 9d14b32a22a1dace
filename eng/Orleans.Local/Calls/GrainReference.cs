using System.Reflection;
using Orleans.Local.Calls;

namespace Orleans.Runtime;

/// <summary>A reference to a grain or observer: calls of its interface become requests.</summary>
public class GrainReference : DispatchProxy, IAddressable, IEquatable<GrainReference>
{
    /// <summary>Which grain it refers to.</summary>
    public GrainId GrainId { get; private set; }

    internal LocalClient Client { get; private set; } = null!;

    internal static GrainReference Create(LocalClient client, GrainId id, Type interfaceType)
    {
        var reference = (GrainReference)Create(interfaceType, typeof(GrainReference));
        (reference.Client, reference.GrainId) = (client, id);
        return reference;
    }

    /// <inheritdoc />
    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc />
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => $"GrainReference:{GrainId}";

    internal GrainReference To(Type interfaceType) => Create(Client, GrainId, interfaceType);

    /// <summary>Sends the call.</summary>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Client.Call(GrainId, CallPlan.For(targetMethod!), args ?? []);
}
