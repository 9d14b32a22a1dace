using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Orleans.Local.Isolation;

/// <summary>Copies collections: a new one with copied elements.</summary>
internal static class ContainerPlans
{
    public static CopyPlan For(Type type)
    {
        if (type.IsArray) return type.GetArrayRank() == 1 ? Make(typeof(ArrayPlan<>), type.GetElementType()!) : throw new NotSupportedException($"{type}: only arrays of one dimension are known here.");
        var parts = type.GetGenericArguments();
        var kind = type.GetGenericTypeDefinition();
        if (kind == typeof(Memory<>)) return Make(typeof(MemoryPlan<>), parts);
        if (kind == typeof(ReadOnlyMemory<>)) return Make(typeof(ReadOnlyMemoryPlan<>), parts);
        return parts.Length == 2 ? Make(typeof(PairsPlan<,,>), [type, .. parts]) : Make(typeof(ItemsPlan<,>), [type, .. parts]);
    }

    private static CopyPlan Make(Type plan, params Type[] parts) => (CopyPlan)Activator.CreateInstance(plan.MakeGenericType(parts))!;

    private sealed class ArrayPlan<T> : CopyPlan
    {
        public override object Copy(object original, CopyWalk walk)
        {
            var from = (T[])original;
            if (from.Length == 0) return from;
            var to = (T[])from.Clone();
            walk.Remember(original, to);
            if (Copier.IsImmutable(typeof(T), [])) return to;
            for (var index = 0; index < to.Length; index++) to[index] = (T)walk.Copy(from[index])!;
            return to;
        }
    }

    private sealed class MemoryPlan<T> : CopyPlan
    {
        public override object Copy(object original, CopyWalk walk) => new Memory<T>((T[])walk.Copy(((Memory<T>)original).ToArray())!);
    }

    private sealed class ReadOnlyMemoryPlan<T> : CopyPlan
    {
        public override object Copy(object original, CopyWalk walk) => new ReadOnlyMemory<T>((T[])walk.Copy(((ReadOnlyMemory<T>)original).ToArray())!);
    }

    private sealed class ItemsPlan<TContainer, T> : CopyPlan
    {
        public override object Copy(object original, CopyWalk walk)
        {
            if (original is ImmutableArray<T> { IsDefault: true }) return original;
            var from = (IEnumerable<T>)original;
            if (original is List<T> list)
            {
                var to = new List<T>(list.Count);
                walk.Remember(original, to);
                foreach (var item in list) to.Add((T)walk.Copy(item)!);
                return to;
            }
            T[] items = [.. from.Select(item => (T)walk.Copy(item)!)];
            var copy = Rebuild(original, items);
            walk.Remember(original, copy);
            return copy;
        }

        private static object Rebuild(object original, T[] items) => original switch
        {
            HashSet<T> set => new HashSet<T>(items, set.Comparer),
            Queue<T> => new Queue<T>(items),
            Stack<T> => new Stack<T>(items.Reverse()),
            SortedSet<T> sorted => new SortedSet<T>(items, sorted.Comparer),
            LinkedList<T> => new LinkedList<T>(items),
            ReadOnlyCollection<T> => new ReadOnlyCollection<T>([.. items]),
            Collection<T> => new Collection<T>([.. items]),
            ArraySegment<T> => new ArraySegment<T>(items),
            ImmutableArray<T> => ImmutableArray.Create(items),
            ImmutableList<T> => ImmutableList.Create(items),
            ImmutableHashSet<T> set => ImmutableHashSet.CreateRange(set.KeyComparer, items),
            ImmutableSortedSet<T> sorted => ImmutableSortedSet.CreateRange(sorted.KeyComparer, items),
            ImmutableQueue<T> => ImmutableQueue.Create(items),
            ImmutableStack<T> => ImmutableStack.CreateRange(items.Reverse()),
            _ => throw new NotSupportedException($"{typeof(TContainer)} cannot be copied here."),
        };
    }

    private sealed class PairsPlan<TContainer, TKey, TValue> : CopyPlan where TKey : notnull
    {
        public override object Copy(object original, CopyWalk walk)
        {
            var pairs = ((IEnumerable<KeyValuePair<TKey, TValue>>)original)
                .Select(pair => KeyValuePair.Create((TKey)walk.Copy(pair.Key)!, (TValue)walk.Copy(pair.Value)!)).ToList();
            var copy = Rebuild(original, pairs);
            walk.Remember(original, copy);
            return copy;
        }

        private static object Rebuild(object original, List<KeyValuePair<TKey, TValue>> pairs) => original switch
        {
            Dictionary<TKey, TValue> dictionary => new Dictionary<TKey, TValue>(pairs, dictionary.Comparer),
            SortedDictionary<TKey, TValue> sorted => new SortedDictionary<TKey, TValue>(pairs.ToDictionary(), sorted.Comparer),
            SortedList<TKey, TValue> sorted => new SortedList<TKey, TValue>(pairs.ToDictionary(), sorted.Comparer),
            ReadOnlyDictionary<TKey, TValue> => new ReadOnlyDictionary<TKey, TValue>(pairs.ToDictionary()),
            ImmutableDictionary<TKey, TValue> dictionary => ImmutableDictionary.CreateRange(dictionary.KeyComparer, dictionary.ValueComparer, pairs),
            ImmutableSortedDictionary<TKey, TValue> sorted => ImmutableSortedDictionary.CreateRange(sorted.KeyComparer, sorted.ValueComparer, pairs),
            _ => throw new NotSupportedException($"{typeof(TContainer)} cannot be copied here."),
        };
    }
}
