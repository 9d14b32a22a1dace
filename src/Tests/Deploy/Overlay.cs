using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Deploy;

/// <summary>The objects that an overlay renders to.</summary>
internal sealed record Overlay(ImmutableArray<JsonObject> Objects)
{
    /// <summary>Everything that makes pods.</summary>
    public IEnumerable<Workload> Workloads => Objects.Where(static o => (string)o["kind"]! is "Deployment" or "Job").Select(static o => new Workload(o));

    public IEnumerable<Workload> Deployments => Workloads.Where(static w => w.Kind == "Deployment");

    public IEnumerable<JsonObject> OfKind(string kind) => Objects.Where(o => (string)o["kind"]! == kind);

    public JsonObject Find(string kind, string name) => OfKind(kind).Single(o => Name(o) == name);

    public static string Name(JsonObject of) => (string)of["metadata"]!["name"]!;
}

/// <summary>A Deployment or a Job.</summary>
internal sealed record Workload(JsonObject Object)
{
    public string Kind => (string)Object["kind"]!;

    public string Name => Overlay.Name(Object);

    public JsonNode Spec => Object["spec"]!;

    public JsonNode Pod => Spec["template"]!["spec"]!;

    public IReadOnlyDictionary<string, string> Labels => Selector.Words(Spec["template"]!["metadata"]!["labels"]);

    /// <summary>Those that prepare included, should there be some.</summary>
    public IEnumerable<JsonNode> Containers => [.. Pod["containers"]!.AsArray().OfType<JsonNode>(), .. (Pod["initContainers"]?.AsArray() ?? []).OfType<JsonNode>()];

    public IEnumerable<JsonNode> Volumes => Pod["volumes"]!.AsArray().OfType<JsonNode>();

    /// <summary>The value of a variable that its only container is given in the manifest itself.</summary>
    public string? Variable(string name) => (string?)Containers.Single()["env"]?.AsArray().SingleOrDefault(v => (string)v!["name"]! == name)?["value"];

    /// <summary>The number of a port that its only container names.</summary>
    public int Port(string name) => (int)Containers.Single()["ports"]!.AsArray().Single(p => (string)p!["name"]! == name)!["containerPort"]!;

    public override string ToString() => $"{Kind} {Name}";
}
