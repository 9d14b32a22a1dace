namespace OrleansChat.Tests.Deploy;

/// <summary>Who may talk to whom: these ways are open, and no other.</summary>
public sealed class NetworkTests
{
    private static readonly int[] Ports = [22, 53, 80, 443, 4317, 5432, 8080, 8081, 11111, 30000];

    private static readonly string[] Inside =
    [
        "api -> dns 53", "api -> silo 30000", "ingress -> api 8080", "migrate -> dns 53", "silo -> dns 53", "silo -> silo 11111",
    ];

    private static readonly string[] ToTheDatabase = ["api -> {0} 5432", "migrate -> {0} 5432", "silo -> {0} 5432"];

    [ManifestTheory]
    [InlineData("small", "postgres")]
    [InlineData("production", "database")]
    public void Only_these_ways_are_open(string overlay, string database)
    {
        var rendered = Manifests.Of(overlay);
        var network = new Network(rendered.OfKind("NetworkPolicy"));
        string[] telemetry = overlay == "production" ? ["api -> collector 4317", "silo -> collector 4317"] : [];
        var peers = Peers(rendered);
        var open = from a in peers
                   from b in peers
                   where a.IsHere || b.IsHere
                   from port in Ports
                   where network.Allows(a, b, port)
                   select $"{a.Name} -> {b.Name} {port}";
        Assert.Equal([.. Inside.Concat(telemetry).Concat(ToTheDatabase.Select(way => string.Format(null, way, database))).Order(StringComparer.Ordinal)], open.Order(StringComparer.Ordinal));
    }

    [ManifestFact]
    public void Without_policies_everything_is_open()
    {
        var peers = Peers(Manifests.Of("small"));
        Assert.All(peers, a => Assert.All(peers, b => Assert.True(new Network([]).Allows(a, b, 11111))));
    }

    private static ImmutableArray<Peer> Peers(Overlay overlay) =>
    [
        .. overlay.Workloads.Select(static w => new Peer(w.Name.Replace("orleanschat-", "", StringComparison.Ordinal), w.Labels)),
        new("postgres", Word("app.kubernetes.io/name", "postgresql")),
        new("stranger", Word("app", "stranger")),
        new("ingress", Nothing, Word("orleanschat-ingress", "allowed")),
        new("collector", Nothing, Word("orleanschat-telemetry", "allowed")),
        new("dns", Word("k8s-app", "kube-dns"), Word("kubernetes.io/metadata.name", "kube-system")),
        new("outsider", overlay.Workloads.First().Labels, Word("kubernetes.io/metadata.name", "elsewhere")),
        new("database", Nothing, Address: "192.0.2.10"),
        new("internet", Nothing, Address: "203.0.113.7"),
    ];

    private static Dictionary<string, string> Nothing => [];

    private static Dictionary<string, string> Word(string key, string value) => new() { [key] = value };
}
