using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Deploy;

/// <summary>Label selectors as Kubernetes reads them; of expressions the operator In alone.</summary>
internal static class Selector
{
    /// <summary>An empty selector chooses everything.</summary>
    public static bool Chooses(JsonNode selector, IReadOnlyDictionary<string, string> labels) =>
        Words(selector["matchLabels"]).All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value)
        && (selector["matchExpressions"]?.AsArray() ?? []).All(e => IsIn(e!, labels));

    public static IReadOnlyDictionary<string, string> Words(JsonNode? map) => (map?.AsObject() ?? []).ToDictionary(static word => word.Key, static word => (string)word.Value!);

    private static bool IsIn(JsonNode expression, IReadOnlyDictionary<string, string> labels)
    {
        Assert.Equal("In", (string)expression["operator"]!);
        return labels.TryGetValue((string)expression["key"]!, out var value) && expression["values"]!.AsArray().Any(v => (string)v! == value);
    }
}
