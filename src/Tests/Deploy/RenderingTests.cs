using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Deploy;

/// <summary>The overlays render, and the stand-in renders what the real program does.</summary>
public sealed class RenderingTests
{
    [ManifestFact]
    public void There_is_a_small_overlay_and_one_for_production() => Assert.Equal("production small", string.Join(' ', Manifests.Names));

    [KustomizeTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void The_stand_in_renders_what_the_real_program_renders(string overlay)
    {
        var (real, standIn) = (Named(Manifests.Real(overlay)!.Value), Named(Manifests.StandIn(overlay)));
        Assert.Equal(real.Keys.Order(StringComparer.Ordinal), standIn.Keys.Order(StringComparer.Ordinal));
        Assert.All(real, o => Assert.True(JsonNode.DeepEquals(o.Value, standIn[o.Key]), $"{o.Key}\nreal:     {o.Value.ToJsonString()}\nstand-in: {standIn[o.Key].ToJsonString()}"));
    }

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Everything_is_in_one_namespace_which_takes_restricted_pods_only(string overlay)
    {
        var rendered = Manifests.Of(overlay);
        var room = Assert.Single(rendered.OfKind("Namespace"));
        Assert.Equal("restricted", (string)room["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]!);
        Assert.All(rendered.Objects.Where(o => o != room), o => Assert.Equal(Overlay.Name(room), (string)o["metadata"]!["namespace"]!));
    }

    /// <summary>What is in Git and in the output of a renderer is no secret.</summary>
    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void There_is_no_secret_in_it(string overlay) => Assert.Empty(Manifests.Of(overlay).OfKind("Secret"));

    private static Dictionary<string, JsonObject> Named(ImmutableArray<JsonObject> objects) => objects.ToDictionary(static o => $"{(string)o["kind"]!} {Overlay.Name(o)}");
}
