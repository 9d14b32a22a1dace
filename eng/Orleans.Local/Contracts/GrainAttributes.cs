namespace Orleans
{
    /// <summary>The name of this kind of grain, instead of one made from the class's name.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        internal string Name { get; } = grainType;
    }

    /// <summary>Activations of this grain are not collected for being idle.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class KeepAliveAttribute : Attribute;

    /// <summary>Declared for the compiler only: implicit subscriptions are not made here.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class ImplicitStreamSubscriptionAttribute(string streamNamespace) : Attribute
    {
        internal string StreamNamespace { get; } = streamNamespace;
    }
}

namespace Orleans.Metadata
{
    /// <summary>Which kind of grain implements this interface, where several do.</summary>
    [AttributeUsage(AttributeTargets.Interface, AllowMultiple = false)]
    public sealed class DefaultGrainTypeAttribute(string grainType) : Attribute
    {
        internal string Name { get; } = grainType;
    }
}

namespace Orleans.Placement
{
    /// <summary>Prefers the silo that calls first; with one silo it says nothing.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class PreferLocalPlacementAttribute : Attribute;
}
