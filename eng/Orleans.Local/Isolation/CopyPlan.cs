using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Local.Isolation;

/// <summary>How values of one exact type are isolated.</summary>
internal abstract class CopyPlan
{
    /// <summary>Whether values can be shared as they are.</summary>
    public virtual bool IsImmutable => false;

    public static CopyPlan Create(Type type, HashSet<Type> asked)
    {
        if (KnownTypes.IsAtom(type) || type.IsAssignableTo(typeof(GrainReference)) || type == typeof(object)) return new Share();
        if (type.IsAssignableTo(typeof(Exception)) || type.IsAssignableTo(typeof(Type))) return new Share();
        if (type.IsAssignableTo(typeof(IGrainBase))) throw new CodecNotFoundException($"{type} is a grain: send this.AsReference<I…>() instead of the grain itself.");
        if (Contract.Problem(type) is { } problem) throw new CodecNotFoundException(problem);
        if (type.IsDefined(typeof(ImmutableAttribute), inherit: false)) return new Share();
        if (KnownTypes.IsImmutableContainer(type) && type.GetGenericArguments().All(part => Copier.IsImmutable(part, asked))) return new Share();
        if (type.IsArray || KnownTypes.IsMutableContainer(type) || KnownTypes.IsImmutableContainer(type)) return ContainerPlans.For(type);
        var plan = new MembersPlan(type);
        return plan.NeverChanges(asked) ? new Share() : plan;
    }

    public abstract object Copy(object original, CopyWalk walk);

    private sealed class Share : CopyPlan
    {
        public override bool IsImmutable => true;

        public override object Copy(object original, CopyWalk walk) => original;
    }
}
