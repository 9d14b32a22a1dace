using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Deploy;

/// <summary>The manifests are what the Kubernetes schemas (of the npm package <c>kubernetes-models</c>) allow; wrong ones are rejected.</summary>
public sealed class SchemaTests
{
    private static readonly Lazy<Dictionary<string, string>> Verdicts = new(Judge);

    /// <summary>What is done to an object, the Deployment of the silos unless another one is named, and what the verdict must name.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Named = new Dictionary<string, string>
    {
        ["a misspelt field"] = "spec.template.spec.containers.0.livenesProbe is no field",
        ["a misspelt field at the top"] = "Deployment.specs is no field",
        ["a field in the wrong place"] = "spec.template.spec.readOnlyRootFilesystem is no field",
        ["a number as a text"] = "terminationGracePeriodSeconds must be integer",
        ["a text as a number"] = "env/0/value must be string",
        ["a missing field"] = "must have required property selector",
        ["a list without its one key"] = "containers/0 must have required property name",
        ["a word that is not in the list"] = "seccompProfile/type must be equal to one of the allowed values",
        ["a kind that is not in that group"] = "There is no Deployment in batch/v1.",
        ["a network policy with a direction that is none"] = "spec/policyTypes/0 must be equal to one of the allowed values",
        ["a network policy with a misspelt selector"] = "spec.podSelecter is no field",
        ["an autoscaler without a limit"] = "spec must have required property maxReplicas",
        ["an autoscaler of the old kind"] = "spec.targetCPUUtilizationPercentage is no field",
        ["a disruption budget with a list for a number"] = "spec/maxUnavailable must be",
        ["a disruption budget with a misspelt field"] = "spec.maxUnavailible is no field",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Mistakes { get; } = [.. Named.Keys];

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Every_object_is_as_its_schema_says(string overlay)
    {
        var objects = Manifests.Of(overlay).Objects;
        var faults = Manifests.Faults(objects);
        Assert.Equal(objects.Length, faults.Length);
        Assert.Empty(objects.Zip(faults).Where(static pair => pair.Second.Length > 0).Select(static pair => $"{Overlay.Name(pair.First)}: {pair.Second}"));
    }

    [ManifestTheory]
    [MemberData(nameof(Mistakes))]
    public void A_wrong_object_is_rejected(string mistake) => Assert.Contains(Named[mistake], Verdicts.Value[mistake], StringComparison.Ordinal);

    /// <summary>All in one process of Node.</summary>
    private static Dictionary<string, string> Judge()
    {
        string[] mistakes = [.. Named.Keys];
        return mistakes.Zip(Manifests.Faults(mistakes.Select(Spoilt))).ToDictionary();
    }

    private static JsonObject Spoilt(string mistake)
    {
        var overlay = Manifests.Of("small");
        var policy = overlay.Find("NetworkPolicy", "silo").DeepClone().AsObject();
        var scaler = overlay.Find("HorizontalPodAutoscaler", "orleanschat-api").DeepClone().AsObject();
        var budget = overlay.Find("PodDisruptionBudget", "orleanschat-api").DeepClone().AsObject();
        var silo = overlay.Find("Deployment", "orleanschat-silo").DeepClone().AsObject();
        var pod = silo["spec"]!["template"]!["spec"]!;
        var container = pod["containers"]![0]!.AsObject();
        switch (mistake)
        {
            case "a misspelt field":
                container["livenesProbe"] = container["livenessProbe"]!.DeepClone();
                break;
            case "a misspelt field at the top":
                silo["specs"] = new JsonObject();
                break;
            case "a field in the wrong place":
                pod["readOnlyRootFilesystem"] = true;
                break;
            case "a number as a text":
                pod["terminationGracePeriodSeconds"] = "90";
                break;
            case "a text as a number":
                container["env"]![0]!["value"] = 8081;
                break;
            case "a missing field":
                silo["spec"]!.AsObject().Remove("selector");
                break;
            case "a list without its one key":
                container.Remove("name");
                break;
            case "a word that is not in the list":
                pod["securityContext"]!["seccompProfile"]!["type"] = "Default";
                break;
            case "a kind that is not in that group":
                silo["apiVersion"] = "batch/v1";
                break;
            case "a network policy with a direction that is none":
                policy["spec"]!["policyTypes"]![0] = "Inbound";
                return policy;
            case "a network policy with a misspelt selector":
                policy["spec"]!["podSelecter"] = policy["spec"]!["podSelector"]!.DeepClone();
                return policy;
            case "an autoscaler without a limit":
                scaler["spec"]!.AsObject().Remove("maxReplicas");
                return scaler;
            case "an autoscaler of the old kind":
                scaler["spec"]!["targetCPUUtilizationPercentage"] = 60;
                return scaler;
            case "a disruption budget with a list for a number":
                budget["spec"]!["maxUnavailable"] = new JsonArray(1);
                return budget;
            case "a disruption budget with a misspelt field":
                budget["spec"]!["maxUnavailible"] = 1;
                return budget;
            default:
                Assert.Fail(mistake);
                break;
        }

        return silo;
    }
}
