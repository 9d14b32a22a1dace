using System.Text.Json;

namespace OrleansChat.Hosting.Wire;

/// <summary>What all collections have in common (contract section 2.2).</summary>
internal static class Collections
{
    public static void WriteUris(Utf8JsonWriter json, IEnumerable<string> uris)
    {
        json.WriteStartArray("uris");
        foreach (var uri in uris)
        {
            json.WriteStringValue(uri);
        }

        json.WriteEndArray();
    }
}
