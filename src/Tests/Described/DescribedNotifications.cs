using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Described;

/// <summary>What <c>/asyncapi.json</c> says of notifications: where which kinds come, and which words they use.</summary>
internal sealed class DescribedNotifications(JsonObject document)
{
    private const string Own = "/api/v2/me/events";

    private readonly SchemaCheck _check = new(document);

    /// <summary>Schemas with the properties of theirs that are one of some words, all of which a busy hour hears.</summary>
    public static (string Schema, string Property)[] Enumerations =>
    [
        ("PartOfChat", "state"), ("PartOfChat", "supervisorMode"), ("Entry", "type"), ("Participant", "type"), ("Participant", "visibility"), ("Entry", "visibility"), ("PartOfChannel", "dndState"),
        ("UserState", "state"),
    ];

    /// <summary>Where each object of these schemas stands: what it has that no other has.</summary>
    private static readonly Dictionary<string, string> Marks = new()
    {
        ["PartOfChat"] = "chatType", ["Entry"] = "index", ["Participant"] = "nickname", ["PartOfChannel"] = "userState", ["UserState"] = "displayName",
    };

    /// <summary>Every kind: <c>/v2/me/chats ChatStateChangeMessage Error</c>, and the server's own words in a stream: <c>/api/v2/me/events end</c>.</summary>
    public IEnumerable<string> Kinds =>
        from channel in document["channels"]!.AsObject()
        let address = (string)channel.Value!["address"]!
        from message in channel.Value["messages"]!.AsObject()
        from kind in address == Own ? [""] : Words(message.Key, "notificationType")
        select $"{address} {message.Key} {kind}".TrimEnd();

    public static string KindOf(ServerSentEvent told) =>
        told.Type.Length > 0 ? $"{Own} {told.Type}" : $"{told.Data["channel"]} {told.Data["data"]!["messageType"]} {told.Data["data"]!["notificationType"]}";

    /// <summary>What does not fit its schema.</summary>
    public IEnumerable<string> Wrong(ServerSentEvent told)
    {
        if (!Kinds.Contains(KindOf(told))) return [$"{KindOf(told)} is not described."];
        var wrong = told.Type.Length > 0
            ? _check.Wrong(SchemaOf(told.Type), told.Data)
            : _check.Wrong("ServerSentEvent", told.Data).Concat(_check.Wrong(SchemaOf((string)told.Data["data"]!["messageType"]!), told.Data["data"]));
        return wrong.Select(why => $"{why} in {told.Data.ToJsonString()}");
    }

    /// <summary>The words that a property may be.</summary>
    public IEnumerable<string> Words(string schema, string property)
    {
        var schemas = document["components"]!["schemas"]!;
        var owner = schema == "UserState" ? schemas["PartOfChannel"]!["properties"]!["userState"]! : schemas[schema]!;
        var described = owner["properties"]![property]!;
        var followed = (string?)described["$ref"] is { } reference ? schemas[reference.Split('/')[^1]]! : described;
        return followed["const"] is { } one ? [(string)one!] : followed["enum"]!.AsArray().Select(static word => (string)word!);
    }

    /// <summary>The words that it was, anywhere in what was told.</summary>
    public static IEnumerable<string> Seen(JsonNode? told, string schema, string property) => told switch
    {
        JsonObject found when found.ContainsKey(Marks[schema]) && found[property] is JsonValue word => found.SelectMany(p => Seen(p.Value, schema, property)).Prepend((string)word!),
        JsonObject found => found.SelectMany(p => Seen(p.Value, schema, property)),
        JsonArray items => items.SelectMany(item => Seen(item, schema, property)),
        _ => [],
    };

    private string SchemaOf(string message) => ((string)document["components"]!["messages"]![message]!["payload"]!["$ref"]!).Split('/')[^1];
}
