using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OrleansChat.Tests.Described;

/// <summary>JSON Schema 2020-12, as much of it as the documents use; a keyword that is not known here is an error, not a pass.</summary>
internal sealed class SchemaCheck(JsonObject document)
{
    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "const", "enum", "properties", "required", "additionalProperties", "maxProperties", "items", "minItems", "maxItems", "oneOf", "anyOf",
        "pattern", "minLength", "maxLength", "minimum", "discriminator",
    ];

    /// <summary>What is wrong with a value; empty: nothing.</summary>
    public IEnumerable<string> Wrong(string schema, JsonNode? value) => Wrong(Find($"#/components/schemas/{schema}"), value, "$");

    public IEnumerable<string> Wrong(JsonObject schema, JsonNode? value, string at = "$")
    {
        if (schema.Select(static p => p.Key).FirstOrDefault(static key => !Known.Contains(key)) is { } unknown) return [$"{at}: the keyword {unknown} is not known"];
        return OfReference(schema, value, at).Concat(OfValue(schema, value, at)).Concat(OfObject(schema, value as JsonObject, at)).Concat(OfArray(schema, value as JsonArray, at)).Concat(OfChoices(schema, value, at));
    }

    private IEnumerable<string> OfReference(JsonObject schema, JsonNode? value, string at) =>
        (string?)schema["$ref"] is { } reference ? Wrong(Find(reference), value, at) : [];

    private static IEnumerable<string> OfValue(JsonObject schema, JsonNode? value, string at)
    {
        if (schema["type"] is { } type && !Types(type).Any(name => Is(name, value))) yield return $"{at}: {Text(value)} is no {type.ToJsonString()}";
        if (schema.ContainsKey("const") && !JsonNode.DeepEquals(schema["const"], value)) yield return $"{at}: {Text(value)} is not {Text(schema["const"])}";
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value))) yield return $"{at}: {Text(value)} is none of {words.ToJsonString()}";
        if (value?.GetValueKind() == JsonValueKind.String)
        {
            var text = (string)value!;
            if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern)) yield return $"{at}: {text} does not match {pattern}";
            if (text.Length < ((int?)schema["minLength"] ?? 0) || text.Length > ((int?)schema["maxLength"] ?? int.MaxValue)) yield return $"{at}: {text} has a wrong length";
        }

        if (value?.GetValueKind() == JsonValueKind.Number && (decimal)value < ((decimal?)schema["minimum"] ?? decimal.MinValue)) yield return $"{at}: {Text(value)} is too small";
    }

    private IEnumerable<string> OfObject(JsonObject schema, JsonObject? value, string at)
    {
        if (value is null) yield break;
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(static n => (string)n!).Where(name => !value.ContainsKey(name))) yield return $"{at}: {name} is missing";
        if (value.Count > ((int?)schema["maxProperties"] ?? int.MaxValue)) yield return $"{at}: too many properties";
        foreach (var (name, item) in value)
        {
            var known = schema["properties"]?[name] as JsonObject;
            if (known is null && schema["additionalProperties"] is JsonValue) yield return $"{at}: nobody knows {name}";
            else if ((known ?? schema["additionalProperties"] as JsonObject) is { } of)
            {
                foreach (var wrong in Wrong(of, item, $"{at}.{name}")) yield return wrong;
            }
        }
    }

    private IEnumerable<string> OfArray(JsonObject schema, JsonArray? value, string at)
    {
        if (value is null) return [];
        var isWrong = value.Count < ((int?)schema["minItems"] ?? 0) || value.Count > ((int?)schema["maxItems"] ?? int.MaxValue);
        var items = schema["items"] is JsonObject of ? value.SelectMany((item, index) => Wrong(of, item, $"{at}[{index}]")) : [];
        return isWrong ? items.Prepend($"{at}: {value.Count} items") : items;
    }

    private IEnumerable<string> OfChoices(JsonObject schema, JsonNode? value, string at)
    {
        foreach (var (keyword, most) in new[] { ("oneOf", 1), ("anyOf", int.MaxValue) })
        {
            if (schema[keyword] is not JsonArray choices) continue;
            var wrong = choices.Select(choice => Wrong(choice!.AsObject(), value, at).ToList()).ToList();
            var fitting = wrong.Count(static w => w.Count == 0);
            if (fitting == 0) yield return $"{at}: no choice fits: {string.Join("; ", wrong.MinBy(static w => w.Count)!)}";
            if (fitting > most) yield return $"{at}: {fitting} choices fit";
        }
    }

    private JsonObject Find(string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode?)document, static (node, name) => node?[name])?.AsObject() ?? throw new InvalidOperationException($"{reference} leads nowhere.");

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray several ? several.Select(static name => (string)name!) : [(string)type!];

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && (decimal)value % 1 == 0,
        _ => throw new InvalidOperationException($"{type} is no type."),
    };

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
}
