using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>The name of a grain interface.</summary>
    [Immutable, GenerateSerializer]
    public readonly record struct GrainInterfaceType
    {
        [Id(0)]
        private readonly string? _name;

        private GrainInterfaceType(string name) => _name = name;

        /// <summary>The interface with this name.</summary>
        public static GrainInterfaceType Create(string value) => new(value);

        /// <inheritdoc />
        public override string ToString() => _name ?? "";
    }
}

namespace Orleans.Metadata
{
    /// <summary>Names interfaces before the convention does. Accepted here, and never asked: references are made of the interface itself.</summary>
    public interface IGrainInterfaceTypeProvider
    {
        /// <summary>The name of an interface, if it is this provider's.</summary>
        bool TryGetGrainInterfaceType(Type type, out GrainInterfaceType grainInterfaceType);
    }

    /// <summary>Names interfaces.</summary>
    public class GrainInterfaceTypeResolver
    {
        /// <summary>By convention, the full name of the interface.</summary>
        public virtual GrainInterfaceType GetGrainInterfaceTypeByConvention(Type type)
        {
            ArgumentNullException.ThrowIfNull(type);
            return GrainInterfaceType.Create(type.FullName!);
        }
    }
}
