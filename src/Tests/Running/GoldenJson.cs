using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OrleansChat.Tests.Running;

/// <summary>Compares a notification with a published sample: what names the vendor's objects must have the same shape, all else be equal.</summary>
internal static class GoldenJson
{
    /// <summary>Keys of newer samples that may stand beside those of the old ones, by the object that has them.</summary>
    private static readonly Dictionary<string, string[]> Extra = new()
    {
        ["$"] = ["chatPath"],
        ["$.chat"] = ["path"],
        ["$.chat.participants[]"] = ["path", "id"],
        ["$.messages[].from"] = ["path", "id"],
    };

    /// <param name="sample">The JSON as published.</param>
    /// <param name="externalUrl">What uris must begin with.</param>
    /// <param name="chatId">What the chat must be called.</param>
    public static void Check(string sample, JsonObject actual, string externalUrl, string chatId)
    {
        var golden = JsonNode.Parse(sample)!.AsObject();
        var mayHaveUserData = (string?)golden["notificationType"] == "ParticipantsUpdated";
        Check("$", golden, actual, mayHaveUserData, externalUrl, chatId);
    }

    private static void Check(string path, JsonNode? golden, JsonNode? actual, bool mayHaveUserData, string externalUrl, string chatId)
    {
        Assert.True(golden?.GetValueKind() == actual?.GetValueKind(), $"{path}: {actual?.ToJsonString()} instead of {golden?.ToJsonString()}");
        switch (golden)
        {
            case JsonObject fields:
                var extra = Extra.GetValueOrDefault(path, []).Concat(mayHaveUserData && path == "$.chat" ? ["userData"] : []);
                Assert.Equal(fields.Select(static f => f.Key).Order(), actual!.AsObject().Select(static f => f.Key).Except(extra).Order());
                foreach (var (key, value) in fields)
                {
                    Check($"{path}.{key}", value, actual[key], mayHaveUserData, externalUrl, chatId);
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, actual!.AsArray().Count);
                for (var place = 0; place < items.Count; place++)
                {
                    Check($"{path}[]", items[place], actual[place], mayHaveUserData, externalUrl, chatId);
                }

                break;
            case not null:
                CheckValue(path, golden.ToJsonString(), actual!.ToJsonString(), externalUrl, chatId);
                break;
        }
    }

    private static void CheckValue(string path, string golden, string actual, string externalUrl, string chatId)
    {
        switch (path)
        {
            case "$.chat.id":
                Assert.Matches("^\"[0-9A-Z]{16}\"$", actual);
                Assert.Equal($"\"{chatId}\"", actual);
                break;
            case "$.chat.uri" or "$.chatUri":
                Assert.Equal($"\"{externalUrl}/api/v2/chats/{chatId}\"", actual);
                break;
            case "$.chat.participants[].uri" or "$.messages[].from.uri":
                Assert.Matches($"^\"{Regex.Escape(externalUrl)}/api/v2/users/[0-9a-f]{{32}}\"$", actual);
                break;
            case "$.chat.participants[].participantId" or "$.messages[].from.participantId":
                Assert.Matches("^\"[0-9A-F]{16}\"$", actual);
                break;
            case "$.chat.receivedDate" or "$.messages[].timestamp":
                Assert.Matches(@"^""\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\+0000""$", actual.Replace("\\u002B", "+", StringComparison.Ordinal));
                break;
            case "$.messages[].timestampSeconds":
                Assert.Matches(@"^\d{13}$", actual);
                break;
            default:
                Assert.True(golden == actual, $"{path}: {actual} instead of {golden}");
                break;
        }
    }
}
