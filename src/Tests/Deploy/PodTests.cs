using System.Globalization;
using System.Text.Json.Nodes;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.Tests.Deploy;

/// <summary>How every container of every overlay runs.</summary>
public sealed class PodTests
{
    /// <summary>Between the end of the server's own patience and SIGKILL.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Every_container_keeps_the_restricted_profile(string overlay) => Assert.All(Manifests.Of(overlay).Workloads, static workload =>
    {
        var pod = workload.Pod["securityContext"]!;
        Assert.True((bool)pod["runAsNonRoot"]!);
        Assert.True((int)pod["runAsUser"]! > 0 && (int)pod["runAsGroup"]! > 0);
        Assert.Equal("RuntimeDefault", (string)pod["seccompProfile"]!["type"]!);
        Assert.All(new[] { "hostNetwork", "hostPID", "hostIPC" }, field => Assert.Null(workload.Pod[field]));
        Assert.All(workload.Containers, static container =>
        {
            var security = container["securityContext"]!;
            Assert.False((bool)security["allowPrivilegeEscalation"]!);
            Assert.True((bool)security["readOnlyRootFilesystem"]!);
            Assert.Equal("ALL", (string)Assert.Single(security["capabilities"]!["drop"]!.AsArray())!);
            Assert.Null(security["capabilities"]!["add"]);
            Assert.All(new[] { "privileged", "runAsUser", "runAsNonRoot", "seccompProfile", "procMount" }, field => Assert.Null(security[field]));
        });
    });

    /// <summary>No pod may ask the API server anything, and no Service's name becomes one of our settings.</summary>
    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void No_pod_has_a_token_or_links(string overlay) => Assert.All(Manifests.Of(overlay).Workloads, static workload =>
    {
        Assert.False((bool)workload.Pod["automountServiceAccountToken"]!);
        Assert.False((bool)workload.Pod["enableServiceLinks"]!);
    });

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Only_the_temporary_folder_can_be_written(string overlay) => Assert.All(Manifests.Of(overlay).Workloads, static workload => Assert.All(workload.Containers, container =>
    {
        var mounts = container["volumeMounts"]!.AsArray().ToDictionary(static m => (string)m!["name"]!, static m => m!);
        Assert.Equal(workload.Volumes.Select(static v => (string)v["name"]!).Order(StringComparer.Ordinal), mounts.Keys.Order(StringComparer.Ordinal));
        Assert.All(workload.Volumes, volume =>
        {
            var mount = mounts[(string)volume["name"]!];
            if (volume["emptyDir"] is { } temporary)
            {
                Assert.Equal("/tmp", (string)mount["mountPath"]!);
                Assert.NotNull(temporary["sizeLimit"]);
                return;
            }

            Assert.True((bool)mount["readOnly"]!);
            Assert.Null(mount["subPath"]);                              // a file that is mounted so never changes
            Assert.Equal(Convert.ToInt32("440", 8), (int)volume["secret"]!["defaultMode"]!);
        });
    }));

    /// <summary>A process that lives is not restarted because something else is away.</summary>
    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Probes_of_life_ask_the_process_alone_and_those_of_readiness_everything(string overlay) => Assert.All(Manifests.Of(overlay).Deployments, static deployment =>
    {
        var container = deployment.Containers.Single();
        var (started, live, ready) = (container["startupProbe"]!, container["livenessProbe"]!, container["readinessProbe"]!);
        Assert.Equal("/health/live", (string)started["httpGet"]!["path"]!);
        Assert.Equal("/health/live", (string)live["httpGet"]!["path"]!);
        Assert.Equal("/health/ready", (string)ready["httpGet"]!["path"]!);
        var urls = new Uri(deployment.Variable("ORLEANSCHAT_urls")!);
        Assert.All(new[] { started, live, ready }, probe => Assert.Equal(urls.Port, deployment.Port((string)probe["httpGet"]!["port"]!)));
        Assert.True((int)live["periodSeconds"]! * (int)live["failureThreshold"]! >= 60, "A pause of a busy node kills nobody.");
        Assert.True((int)ready["timeoutSeconds"]! > 2, "The server itself waits for 2 s before it says no.");
    });

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Every_container_asks_for_what_it_needs_and_is_never_throttled(string overlay) => Assert.All(Manifests.Of(overlay).Workloads, static workload => Assert.All(workload.Containers, static container =>
    {
        var (requests, limits) = (container["resources"]!["requests"]!, container["resources"]!["limits"]!);
        Assert.NotNull(requests["cpu"]);
        Assert.Null(limits["cpu"]);
        Assert.Equal((string)requests["memory"]!, (string)limits["memory"]!);
    }));

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Nobody_is_killed_while_draining(string overlay) => Assert.All(Manifests.Of(overlay).Deployments, static deployment =>
    {
        var defaults = new ShutdownSettings();
        var stop = Duration(deployment, nameof(ShutdownSettings.DrainTime), defaults.DrainTime) + Duration(deployment, nameof(ShutdownSettings.Timeout), defaults.Timeout);
        Assert.InRange((int)deployment.Pod["terminationGracePeriodSeconds"]!, (stop + Margin).TotalSeconds, 600);
        Assert.Null(deployment.Containers.Single()["lifecycle"]);
    });

    private static TimeSpan Duration(Workload deployment, string key, TimeSpan otherwise) =>
        deployment.Variable($"ORLEANSCHAT_{ShutdownSettings.Section}__{key}") is { } text ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
