using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using System.Numerics;
using Orleans.Runtime;

namespace Orleans.Local.Isolation;

/// <summary>The types that Orleans can send without being told how.</summary>
internal static class KnownTypes
{
    private static readonly FrozenSet<Type> Atoms = FrozenSet.ToFrozenSet(
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
        typeof(Uri), typeof(Version), typeof(IPAddress), typeof(IPEndPoint), typeof(BigInteger), typeof(Int128), typeof(UInt128), typeof(Half),
        typeof(CultureInfo), typeof(CancellationToken), typeof(DBNull), typeof(StreamId), typeof(GrainId), typeof(SiloAddress),
    ]);

    private static readonly FrozenSet<Type> ImmutableContainers = FrozenSet.ToFrozenSet(
    [
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>), typeof(ImmutableQueue<>),
        typeof(ImmutableStack<>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableSortedSet<>),
    ]);

    private static readonly FrozenSet<Type> MutableContainers = FrozenSet.ToFrozenSet(
    [
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>), typeof(SortedDictionary<,>), typeof(SortedList<,>),
        typeof(SortedSet<>), typeof(LinkedList<>), typeof(ReadOnlyCollection<>), typeof(ReadOnlyDictionary<,>), typeof(Collection<>),
        typeof(ReadOnlyMemory<>), typeof(Memory<>), typeof(ArraySegment<>),
    ]);

    private static readonly FrozenSet<Type> Plain = FrozenSet.ToFrozenSet(
    [
        typeof(Nullable<>), typeof(KeyValuePair<,>), typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(ValueTuple<>),
        typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
    ]);

    /// <summary>Indivisible and unchangeable.</summary>
    public static bool IsAtom(Type type) =>
        type.IsPrimitive || type.IsEnum || Atoms.Contains(type) || type.IsAssignableTo(typeof(CultureInfo)) || type.IsAssignableTo(typeof(IPAddress))
        || (type.Assembly == typeof(KnownTypes).Assembly && !type.IsAssignableTo(typeof(IGrainBase)));

    /// <summary>A reference to a grain or observer.</summary>
    public static bool IsReference(Type type) => type.IsAssignableTo(typeof(IAddressable)) && (type.IsInterface || type.IsAssignableTo(typeof(GrainReference)));

    public static bool IsContainer(Type type) => IsImmutableContainer(type) || IsMutableContainer(type) || IsPlain(type);

    public static bool IsImmutableContainer(Type type) => type.IsGenericType && ImmutableContainers.Contains(type.GetGenericTypeDefinition());

    public static bool IsMutableContainer(Type type) => type.IsGenericType && MutableContainers.Contains(type.GetGenericTypeDefinition());

    /// <summary>Tuples, pairs and the like: copied field by field.</summary>
    public static bool IsPlain(Type type) => type.IsGenericType && Plain.Contains(type.GetGenericTypeDefinition());

    public static bool IsCollectionInterface(Type type) => type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable));
}
