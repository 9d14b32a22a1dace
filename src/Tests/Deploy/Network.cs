using System.Net;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Deploy;

/// <summary>Who may be at an end of a connection.</summary>
/// <param name="Labels">Of the pod; empty for what is no pod of ours.</param>
/// <param name="Room">The labels of its namespace; <see langword="null"/>: the namespace of the manifests.</param>
/// <param name="Address">Of what is outside of Kubernetes.</param>
internal sealed record Peer(string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string>? Room = null, string? Address = null)
{
    /// <summary>The policies hold for it.</summary>
    public bool IsHere => Room is null && Address is null;
}

/// <summary>Reads NetworkPolicies as Kubernetes does: whoever a policy of a direction chooses may do only what such policies allow.</summary>
internal sealed class Network(IEnumerable<JsonObject> policies)
{
    private readonly ImmutableArray<JsonNode> _policies = [.. policies.Select(static policy => policy["spec"]!)];

    public bool Allows(Peer from, Peer to, int port) => Allows("Egress", from, to, port) && Allows("Ingress", to, from, port);

    private bool Allows(string direction, Peer here, Peer other, int port)
    {
        var holding = _policies.Where(policy => here.IsHere && policy["policyTypes"]!.AsArray().Any(t => (string)t! == direction) && Selector.Chooses(policy["podSelector"]!, here.Labels)).ToList();
        var (rules, peers) = direction == "Egress" ? ("egress", "to") : ("ingress", "from");
        return holding.Count == 0 || holding.SelectMany(policy => (policy[rules]?.AsArray() ?? []).OfType<JsonNode>()).Any(rule => HasPort(rule, port) && HasPeer(rule[peers], other));
    }

    /// <summary>No list is every port.</summary>
    private static bool HasPort(JsonNode rule, int port) => rule["ports"] is not JsonArray ports || ports.Any(p => (int)p!["port"]! == port);

    /// <summary>No list is everybody.</summary>
    private static bool HasPeer(JsonNode? list, Peer peer) => list is not JsonArray peers || peers.OfType<JsonNode>().Any(p => Is(p, peer));

    private static bool Is(JsonNode wanted, Peer peer)
    {
        if (wanted["ipBlock"] is { } block)
        {
            return peer.Address is { } address && IPNetwork.Parse((string)block["cidr"]!).Contains(IPAddress.Parse(address));
        }

        var isInRoom = wanted["namespaceSelector"] is { } room ? Selector.Chooses(room, peer.Room ?? new Dictionary<string, string>()) : peer.Room is null;
        return peer.Address is null && isInRoom && (wanted["podSelector"] is not { } pod || Selector.Chooses(pod, peer.Labels));
    }
}
