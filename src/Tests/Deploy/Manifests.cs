using System.Text.Json.Nodes;
using OrleansChat.Tests.Node;
using OrleansChat.Tests.Tidy;

namespace OrleansChat.Tests.Deploy;

/// <summary>What the overlays of <c>deploy/</c> render to, by kubectl or kustomize where there is one, else by the stand-in of <c>node/kustomize.mjs</c>.</summary>
internal static class Manifests
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    private static readonly Lazy<JsonNode> All = new(static () => JsonNode.Parse(NodePackages.Manifests.Run("manifests.mjs", "", Folder))!);

    /// <summary>The names of the overlays.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Directory.EnumerateDirectories(Path.Combine(Folder, "overlays")).Select(static folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    /// <summary>The same for theories.</summary>
    public static TheoryData<string> Overlays { get; } = [.. Names];

    /// <summary>The content of <c>deploy/alerts.yaml</c>.</summary>
    public static JsonNode Alarms => All.Value["alarms"]!;

    /// <summary>The objects of an overlay.</summary>
    public static Overlay Of(string overlay) => new(Rendered(overlay, "real") ?? StandIn(overlay));

    /// <summary>As the real program renders them; <see langword="null"/> where it is missing.</summary>
    public static ImmutableArray<JsonObject>? Real(string overlay) => Rendered(overlay, "real");

    public static ImmutableArray<JsonObject> StandIn(string overlay) => Rendered(overlay, "standIn")!.Value;

    /// <summary>What the Kubernetes schemas have against each object; empty: nothing.</summary>
    public static string[] Faults(params IEnumerable<JsonObject> objects) =>
        [.. JsonNode.Parse(NodePackages.Manifests.Run("schemas.mjs", new JsonArray([.. objects.Select(static o => o.DeepClone())]).ToJsonString()))!.AsArray().Select(static fault => (string)fault!)];

    private static ImmutableArray<JsonObject>? Rendered(string overlay, string by) =>
        All.Value["overlays"]!.AsArray().Single(o => (string)o!["name"]! == overlay)![by] is JsonArray objects ? [.. objects.Select(static o => o!.AsObject())] : null;
}
