using System.Text.Json.Nodes;
using OrleansChat.Grains.Inboxes;

namespace OrleansChat.Tests.Deploy;

/// <summary>How many pods there are, where, and how they are exchanged.</summary>
public sealed class AvailabilityTests
{
    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void There_are_silos_API_hosts_and_a_job_that_migrates(string overlay) =>
        Assert.Equal(["Deployment orleanschat-api", "Deployment orleanschat-silo", "Job orleanschat-migrate"], Manifests.Of(overlay).Workloads.Select(static w => w.ToString()).Order(StringComparer.Ordinal));

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void A_new_pod_is_ready_before_an_old_one_goes(string overlay) => Assert.All(Manifests.Of(overlay).Deployments, static deployment =>
    {
        var rolling = deployment.Spec["strategy"]!["rollingUpdate"]!;
        Assert.Equal((0, 1), ((int)rolling["maxUnavailable"]!, (int)rolling["maxSurge"]!));
        Assert.True((int)deployment.Spec["minReadySeconds"]! > 0);
        Assert.True(Selector.Chooses(deployment.Spec["selector"]!, deployment.Labels));
    });

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void One_pod_at_a_time_may_be_evicted_and_any_that_is_not_ready(string overlay)
    {
        var rendered = Manifests.Of(overlay);
        Assert.All(rendered.Deployments, deployment =>
        {
            var budget = Assert.Single(rendered.OfKind("PodDisruptionBudget"), b => Selector.Chooses(b["spec"]!["selector"]!, deployment.Labels))["spec"]!;
            Assert.Equal(1, (int)budget["maxUnavailable"]!);
            Assert.Equal("AlwaysAllow", (string)budget["unhealthyPodEvictionPolicy"]!);
        });
    }

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void There_are_two_of_each_at_least_and_one_place_says_how_many(string overlay)
    {
        var rendered = Manifests.Of(overlay);
        Assert.All(rendered.Deployments, deployment =>
        {
            var scaler = rendered.OfKind("HorizontalPodAutoscaler").SingleOrDefault(s => (string)s["spec"]!["scaleTargetRef"]!["name"]! == deployment.Name)?["spec"];
            Assert.Equal(deployment.Name == "orleanschat-api", scaler is not null);
            Assert.Equal(scaler is null, deployment.Spec["replicas"] is not null);
            Assert.True((int)(scaler?["minReplicas"] ?? deployment.Spec["replicas"])! >= 2);
            Assert.True(scaler is null || (int)scaler["maxReplicas"]! > (int)scaler["minReplicas"]!);
            Assert.True(scaler is null || (int)scaler["maxReplicas"]! + 1 < InboxSession.HostsMax);        // a session remembers them all, and one that comes in a rolling update
        });
    }

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Pods_of_one_kind_and_version_are_spread_over_the_nodes(string overlay) => Assert.All(Manifests.Of(overlay).Deployments, deployment =>
    {
        var constraints = deployment.Pod["topologySpreadConstraints"]!.AsArray().OfType<JsonNode>().ToList();
        Assert.All(constraints, c => Assert.True(Selector.Chooses(c["labelSelector"]!, deployment.Labels)));
        Assert.All(constraints, static c => Assert.Contains("pod-template-hash", c["matchLabelKeys"]!.AsArray().Select(static key => (string)key!)));
        var nodes = Assert.Single(constraints, static c => (string)c["topologyKey"]! == "kubernetes.io/hostname");
        Assert.Equal(overlay == "production" ? "DoNotSchedule" : "ScheduleAnyway", (string)nodes["whenUnsatisfiable"]!);
    });

    /// <summary>Any host serves any request of any session.</summary>
    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void The_service_of_the_API_has_no_affinity(string overlay)
    {
        var rendered = Manifests.Of(overlay);
        var service = rendered.Find("Service", "orleanschat-api")["spec"]!;
        var api = rendered.Deployments.Single(static d => d.Name == "orleanschat-api");
        Assert.Null(service["sessionAffinity"]);
        Assert.Equal("ClusterIP", (string)service["type"]!);
        Assert.True(Selector.Chooses(new JsonObject { ["matchLabels"] = service["selector"]!.DeepClone() }, api.Labels));
        Assert.Equal(new Uri(api.Variable("ORLEANSCHAT_urls")!).Port, api.Port((string)Assert.Single(service["ports"]!.AsArray())!["targetPort"]!));
    }

    /// <summary>A silo is called by its own address.</summary>
    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void The_service_of_the_silos_is_a_name_and_no_address(string overlay)
    {
        var rendered = Manifests.Of(overlay);
        Assert.Equal(2, rendered.OfKind("Service").Count());
        var service = rendered.Find("Service", "orleanschat-silo")["spec"]!;
        var silo = rendered.Deployments.Single(static d => d.Name == "orleanschat-silo");
        Assert.Equal("None", (string)service["clusterIP"]!);
        Assert.True(Selector.Chooses(new JsonObject { ["matchLabels"] = service["selector"]!.DeepClone() }, silo.Labels));
        Assert.Equal(
            [silo.Variable("ORLEANSCHAT_Cluster__SiloPort"), silo.Variable("ORLEANSCHAT_Cluster__GatewayPort")],
            service["ports"]!.AsArray().Select(port => $"{silo.Port((string)port!["targetPort"]!)}"));
    }
}
