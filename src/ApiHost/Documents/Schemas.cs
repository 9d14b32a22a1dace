using System.Text.Json.Nodes;

namespace OrleansChat.ApiHost.Documents;

/// <summary>The schemas of what the server sends, JSON Schema 2020-12, from <c>Schemas.json</c>; shared by both documents.</summary>
internal static class Schemas
{
    private static readonly byte[] Json = Read("Schemas.json");

    public static JsonObject All() => JsonNode.Parse(Json)!.AsObject();

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    public static byte[] Read(string file)
    {
        using var stream = typeof(Schemas).Assembly.GetManifestResourceStream($"OrleansChat.ApiHost.Documents.{file}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
