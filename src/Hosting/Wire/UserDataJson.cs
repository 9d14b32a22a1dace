using System.Text.Json;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Hosting.Wire;

/// <summary>User data exactly as it was attached: numbers keep their digits (decision 25).</summary>
internal static class UserDataJson
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<UserDataInfo> userData)
    {
        json.WriteStartObject();
        foreach (var item in userData)
        {
            json.WritePropertyName(item.Key);
            switch (item)
            {
                case { Text: null }:
                    json.WriteNullValue();
                    break;
                case { IsNumber: true }:
                    json.WriteRawValue(item.Text, skipInputValidation: true);
                    break;
                default:
                    json.WriteStringValue(item.Text);
                    break;
            }
        }

        json.WriteEndObject();
    }
}
