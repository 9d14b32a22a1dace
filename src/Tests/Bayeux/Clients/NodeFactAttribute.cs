using OrleansChat.Tests.Node;

namespace OrleansChat.Tests.Bayeux.Clients;

/// <summary>A test that needs Node and the packages of <c>src/Tests/Bayeux/node</c>. Where they are missing it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodePackages.Clients.WhyMissing;
}

/// <summary>See <see cref="NodeFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = NodePackages.Clients.WhyMissing;
}
