using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Documents;

namespace OrleansChat.Tests.Deploy;

/// <summary>What the manifests set is what the servers take, and alike where it must be.</summary>
public sealed partial class SettingTests
{
    private static readonly string[] OfOthers = ["POD_NAME", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    /// <summary>Sections whose settings silos and API hosts must have alike.</summary>
    private static readonly string[] Shared = ["Wire", "Limits", "Notifications", "Supervision", "Routing", "Customers", "Features", "People"];

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Every_variable_is_a_setting_of_the_reference(string overlay)
    {
        var known = new Page("configuration.md").Rows().Select(static row => Page.Plain(row[0])).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rendered = Manifests.Of(overlay);
        var names = rendered.Workloads.SelectMany(Variables).Concat(Settings(rendered).Select(static setting => setting.Key)).ToHashSet();
        Assert.Contains("ORLEANSCHAT_Wire__ExternalUrl", names);
        Assert.Empty(names.Where(static name => !IsOurs(name)).Except(OfOthers));
        Assert.DoesNotContain(names, name => IsOurs(name) && !known.Contains(Key(name)));
    }

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void What_silos_and_hosts_must_have_alike_is_in_one_map_that_all_read(string overlay)
    {
        var rendered = Manifests.Of(overlay);
        Assert.All(rendered.Workloads, static workload =>
        {
            Assert.Equal("orleanschat-settings", (string)Assert.Single(workload.Containers.Single()["envFrom"]!.AsArray())!["configMapRef"]!["name"]!);
            Assert.DoesNotContain(Variables(workload).Where(IsOurs).Select(Key), static key => Shared.Contains(key.Split(':')[0]) || key is "Cluster:ClusterId" or "Cluster:ServiceId" or "Cluster:Schema");
        });
        Assert.All(rendered.Deployments, static d => Assert.Equal("--config /etc/orleanschat/people.json", string.Join(' ', d.Containers.Single()["args"]!.AsArray().Select(static a => (string)a!))));
    }

    /// <summary>Each process has a role of its own in the database, and the password is in a file.</summary>
    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Every_secret_is_a_file_of_a_secret_of_its_own(string overlay)
    {
        Assert.All(Manifests.Of(overlay).Workloads, static workload =>
        {
            var file = workload.Variable("ORLEANSCHAT_Cluster__Postgres__FILE")!;
            var mount = workload.Containers.Single()["volumeMounts"]!.AsArray().Single(m => (string)m!["mountPath"]! == Path.GetDirectoryName(file)!)!;
            Assert.Equal(workload.Name, Secret(workload, (string)mount["name"]!));
            Assert.Null(workload.Variable("ORLEANSCHAT_Cluster__Postgres"));
            Assert.Equal(workload.Kind == "Job" ? null : "orleanschat-people", Secret(workload, "people"));
        });
        Assert.DoesNotContain(Manifests.Of(overlay).Objects, static o => SecretWords().IsMatch(o.ToJsonString()));
    }

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void The_job_alone_changes_the_schema(string overlay)
    {
        var rendered = Manifests.Of(overlay);
        Assert.Equal("false", rendered.Deployments.Single(static d => d.Name == "orleanschat-silo").Variable("ORLEANSCHAT_Cluster__Migrate"));
        var job = rendered.Workloads.Single(static w => w.Kind == "Job");
        Assert.Equal("migrate", (string)Assert.Single(job.Containers.Single()["args"]!.AsArray())!);
        Assert.Equal("Never", (string)job.Pod["restartPolicy"]!);
    }

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void A_silo_advertises_its_pod_and_listens_where_the_manifest_says(string overlay)
    {
        var silo = Manifests.Of(overlay).Deployments.Single(static d => d.Name == "orleanschat-silo");
        Assert.Equal(silo.Port("silo").ToString(provider: null), silo.Variable("ORLEANSCHAT_Cluster__SiloPort"));
        Assert.Equal(silo.Port("gateway").ToString(provider: null), silo.Variable("ORLEANSCHAT_Cluster__GatewayPort"));
        Assert.Equal("status.podIP", Field(silo, "ORLEANSCHAT_Cluster__AdvertisedAddress"));
        Assert.Equal("metadata.name", Field(silo, "ORLEANSCHAT_Cluster__SiloName"));
    }

    private static IEnumerable<string> Variables(Workload workload) => workload.Containers.SelectMany(static c => c["env"]!.AsArray()).Select(static v => (string)v!["name"]!);

    private static JsonObject Settings(Overlay overlay) => overlay.Find("ConfigMap", "orleanschat-settings")["data"]!.AsObject();

    private static string? Secret(Workload workload, string volume) => (string?)workload.Volumes.SingleOrDefault(v => (string)v["name"]! == volume)?["secret"]!["secretName"];

    private static string Field(Workload workload, string variable) =>
        (string)workload.Containers.Single()["env"]!.AsArray().Single(v => (string)v!["name"]! == variable)!["valueFrom"]!["fieldRef"]!["fieldPath"]!;

    private static bool IsOurs(string variable) => variable.StartsWith("ORLEANSCHAT_", StringComparison.Ordinal);

    /// <summary>As the reference writes it: a list's key without its number, unless more follows.</summary>
    private static string Key(string variable)
    {
        var key = variable["ORLEANSCHAT_".Length..].Replace("__", ":", StringComparison.Ordinal);
        return Place().Replace(key.EndsWith(":FILE", StringComparison.Ordinal) ? key[..^":FILE".Length] : key, "");
    }

    [GeneratedRegex(@":\d+$")]
    private static partial Regex Place();

    [GeneratedRegex("password|secretKeyRef|host=", RegexOptions.IgnoreCase)]
    private static partial Regex SecretWords();
}
