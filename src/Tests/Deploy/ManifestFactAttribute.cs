using OrleansChat.Tests.Node;

namespace OrleansChat.Tests.Deploy;

/// <summary>A test that needs Node and the packages of <c>src/Tests/Deploy/node</c>. Where they are missing it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ManifestFactAttribute : FactAttribute
{
    public ManifestFactAttribute() => Skip = NodePackages.Manifests.WhyMissing;
}

/// <summary>See <see cref="ManifestFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ManifestTheoryAttribute : TheoryAttribute
{
    public ManifestTheoryAttribute() => Skip = NodePackages.Manifests.WhyMissing;
}

/// <summary>A test that needs kubectl or kustomize too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KustomizeTheoryAttribute : TheoryAttribute
{
    public KustomizeTheoryAttribute() => Skip = NodePackages.Manifests.WhyMissing
        ?? (OnPath.Has("kubectl") || OnPath.Has("kustomize") ? null : "Neither kubectl nor kustomize is installed: the stand-in renders alone.");
}

/// <summary>A test that needs promtool, of Prometheus.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute() => Skip = OnPath.Has("promtool") ? null : "promtool, of Prometheus, is not installed: whether alarms ring is not tested.";
}

/// <summary>Which programs there are.</summary>
internal static class OnPath
{
    public static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}
