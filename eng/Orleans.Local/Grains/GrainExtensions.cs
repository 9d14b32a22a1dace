using System.Globalization;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The key and the other interfaces of a grain or of a reference to one.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the same grain by this interface.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => (TGrainInterface)grain.AsReference(typeof(TGrainInterface));

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static object AsReference(this IAddressable grain, Type interfaceType) =>
        interfaceType.IsInstanceOfType(grain) && grain is GrainReference ? grain : grain.Reference().To(interfaceType);

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);

    /// <summary>Which grain it is.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase activated => activated.GrainContext.GrainId,
        _ => throw Wrong(grain),
    };

    /// <summary>The key of a grain whose key is a string.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>The key of a grain whose key is an integer.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetGrainId() is var id && id.TryGetIntegerKey(out var key)
        ? key
        : throw new InvalidOperationException($"Unable to extract integer key from grain id {id}");

    /// <summary>The key of a grain whose key is a Guid.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetGrainId() is var id && id.TryGetGuidKey(out var key)
        ? key
        : throw new InvalidOperationException($"Unable to extract GUID key from grain id {id}");

    private static GrainReference Reference(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference,
        IGrainBase activated => activated.GrainContext.GrainReference,
        _ => throw Wrong(grain),
    };

    private static ArgumentException Wrong(IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return new($"{grain.GetType().FullName} is neither a reference to a grain nor a grain that the runtime made.", nameof(grain));
    }

    internal static IdSpan KeyOf(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    internal static IdSpan KeyOf(Guid key) => IdSpan.Create(key.ToString("N"));
}
