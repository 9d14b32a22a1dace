using System.Text.Json;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.ApiHost.Operations;

/// <summary>User data and lists of keys.</summary>
internal sealed partial class Parameters
{
    /// <summary>A required object of strings, numbers and nulls.</summary>
    public ImmutableArray<UserDataInfo> UserData(string name) => UserDataOf(name, Required(name));

    public ImmutableArray<UserDataInfo> OptionalUserData(string name) => UserDataOf(name, Find(name));

    /// <summary>A required list of strings; it may be empty.</summary>
    public ImmutableArray<string> Strings(string name)
    {
        var value = Required(name);
        notes?.Note(name, static note => note with { Kind = ParameterForm.Texts });
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.String))
        {
            Bad(name, "must be a list of strings");
            return [];
        }

        ImmutableArray<string> items = [.. value.EnumerateArray().Select(static item => item.GetString()!)];
        if (items.Length > limits.UserDataKeysMax || items.Any(item => item.Length > limits.UserDataKeyCharsMax))
        {
            Over(name);
        }

        return items;
    }

    /// <summary>User data within what a chat may hold.</summary>
    public ImmutableArray<UserDataInfo> Within(string name, ImmutableArray<UserDataInfo> items)
    {
        var isOver = items.Length > limits.UserDataKeysMax || items.Any(item => item.Key.Length > limits.UserDataKeyCharsMax)
            || items.Sum(static item => item.Key.Length + (item.Text?.Length ?? 0)) > limits.UserDataCharsMax;
        if (isOver)
        {
            Over(name);
        }

        return items;
    }

    private ImmutableArray<UserDataInfo> UserDataOf(string name, JsonElement value)
    {
        notes?.Note(name, static note => note with { Kind = ParameterForm.UserData });
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Bad(name, "must be an object");
            return [];
        }

        return Within(name, [.. value.EnumerateObject().Select(property => ItemOf(name, property))]);
    }

    /// <summary>A number keeps the digits that it was written with.</summary>
    private UserDataInfo ItemOf(string name, JsonProperty property)
    {
        switch (property.Value.ValueKind)
        {
            case JsonValueKind.String:
                return new(property.Name, property.Value.GetString(), IsNumber: false);
            case JsonValueKind.Number:
                return new(property.Name, property.Value.GetRawText(), IsNumber: true);
            default:
                if (property.Value.ValueKind != JsonValueKind.Null)
                {
                    Bad(name, "may hold strings, numbers and null only");
                }

                return new(property.Name, null, IsNumber: false);
        }
    }
}
