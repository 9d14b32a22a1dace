using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Operations;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.ApiHost.Documents;

/// <summary>The body of one operation. A null is an absent parameter, and names that nobody asks for are passed over, so the schema takes both.</summary>
internal static class OperationSchema
{
    public static JsonObject Of(string name, IReadOnlyList<ParameterNotes> readings, LimitSettings limits)
    {
        // Read by two kinds of callers, a parameter is what the first of them says.
        var all = readings.SelectMany(static notes => notes.All).DistinctBy(static n => n.Name).ToList();
        var properties = new JsonObject { ["operationName"] = new JsonObject { ["const"] = name } };
        foreach (var parameter in all)
        {
            properties[parameter.Name] = Of(parameter, limits);
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. all.Where(static p => p.IsRequired).Select(static p => JsonValue.Create(p.Name)).Prepend(JsonValue.Create("operationName"))]),
        };
        foreach (var names in readings.SelectMany(static notes => notes.Choices).Take(1))
        {
            schema["oneOf"] = new JsonArray([.. names.Select(static name => new JsonObject { ["required"] = new JsonArray(name) })]);
        }

        return schema;
    }

    private static JsonObject Of(ParameterNote parameter, LimitSettings limits)
    {
        var schema = parameter.Kind switch
        {
            ParameterForm.Text => Typed("string", parameter.IsRequired),
            ParameterForm.Flag => Typed("boolean", parameter.IsRequired),
            ParameterForm.Texts => Texts(parameter, limits),
            ParameterForm.UserData => UserData(parameter, limits),
            _ => [],
        };
        if (parameter.IsFilled)
        {
            schema["minLength"] = 1;
        }

        if (!parameter.Words.IsEmpty)
        {
            JsonNode?[] words = [.. parameter.Words.Select(static word => JsonValue.Create(word))];
            schema["enum"] = new JsonArray(parameter.IsRequired ? words : [.. words, null]);
        }

        return schema;
    }

    private static JsonObject Texts(ParameterNote parameter, LimitSettings limits)
    {
        var schema = Typed("array", parameter.IsRequired);
        schema["items"] = new JsonObject { ["type"] = "string", ["maxLength"] = limits.UserDataKeyCharsMax };
        schema["maxItems"] = limits.UserDataKeysMax;
        return schema;
    }

    private static JsonObject UserData(ParameterNote parameter, LimitSettings limits)
    {
        var schema = Typed("object", parameter.IsRequired);
        schema["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "null") };
        schema["maxProperties"] = limits.UserDataKeysMax;
        return schema;
    }

    private static JsonObject Typed(string type, bool isRequired) => new() { ["type"] = isRequired ? type : new JsonArray(type, "null") };
}
