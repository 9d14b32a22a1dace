namespace OrleansChat.Domain.Chats;

/// <summary>One attached key: a string, a number kept as it was written, or null (decision 25).</summary>
/// <param name="Text">The string, or the number's digits as written; <see langword="null"/> for JSON null.</param>
/// <param name="IsNumber">Whether <paramref name="Text"/> is a number.</param>
public sealed record UserDataItem(string Key, string? Text, bool IsNumber = false)
{
    public int Chars => Key.Length + (Text?.Length ?? 0);
}

/// <summary>User data: keys are arbitrary, unique strings, in the order in which they were first attached.</summary>
public static class UserData
{
    /// <summary>Sets the given keys; others stay. A key that exists keeps its place.</summary>
    public static ImmutableArray<UserDataItem> With(this ImmutableArray<UserDataItem> data, ImmutableArray<UserDataItem> items)
    {
        var builder = data.ToBuilder();
        foreach (var item in items)
        {
            var place = IndexOf(builder, item.Key);
            if (place < 0)
            {
                builder.Add(item);
            }
            else
            {
                builder[place] = item;
            }
        }

        return builder.ToImmutable();
    }

    /// <summary>Removes the given keys; those that are not there are passed over.</summary>
    public static ImmutableArray<UserDataItem> Without(this ImmutableArray<UserDataItem> data, ImmutableArray<string> keys) =>
        data.RemoveAll(item => keys.Contains(item.Key));

    public static bool IsWithin(this ImmutableArray<UserDataItem> data, ChatLimits limits) =>
        data.Length <= limits.UserDataKeysMax && data.Sum(item => item.Chars) <= limits.UserDataCharsMax;

    private static int IndexOf(ImmutableArray<UserDataItem>.Builder items, string key)
    {
        for (var place = 0; place < items.Count; place++)
        {
            if (items[place].Key == key)
            {
                return place;
            }
        }

        return -1;
    }
}
