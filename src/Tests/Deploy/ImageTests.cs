using System.Diagnostics;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Tidy;

namespace OrleansChat.Tests.Deploy;

/// <summary>The images that the executables become are those that the manifests start, and run as the manifests say.</summary>
public sealed class ImageTests
{
    private const string Properties = "ContainerRepository,ContainerBaseImage,ContainerImageTag,ContainerUser,ContainerWorkingDirectory,AssemblyName,OutputType,Version";

    [ManifestTheory]
    [InlineData("Silo", "orleanschat-silo")]
    [InlineData("ApiHost", "orleanschat-api")]
    public void An_executable_becomes_the_image_that_its_pods_start(string project, string name)
    {
        var (properties, ports) = Evaluate(project);
        Assert.Equal("Exe", (string)properties["OutputType"]!);
        Assert.Equal(name, (string)properties["ContainerRepository"]!);
        Assert.Equal((string)properties["Version"]!, (string)properties["ContainerImageTag"]!);
        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra", (string)properties["ContainerBaseImage"]!);
        Assert.All(Manifests.Names, overlay =>
        {
            var rendered = Manifests.Of(overlay);
            var pods = rendered.Workloads.Where(w => ((string)w.Containers.Single()["image"]!).Contains($"/{name}:", StringComparison.Ordinal)).ToList();
            Assert.Contains(pods, pod => pod.Name == name);
            Assert.All(pods, pod =>
            {
                var container = pod.Containers.Single();
                Assert.EndsWith($"/{name}:{properties["ContainerImageTag"]}", (string)container["image"]!, StringComparison.Ordinal);
                Assert.Equal(["dotnet", $"{properties["AssemblyName"]}.dll"], container["command"]!.AsArray().Select(static word => (string)word!));
                Assert.Equal((string)properties["ContainerWorkingDirectory"]!, $"{container["workingDir"]}/");
                Assert.Equal((string)properties["ContainerUser"]!, pod.Pod["securityContext"]!["runAsUser"]!.ToString());
            });
            Assert.Equal(ports.Order(), pods.Single(pod => pod.Name == name).Containers.Single()["ports"]!.AsArray().Select(static p => (int)p!["containerPort"]!).Order());
        });
    }

    [ManifestTheory]
    [MemberData(nameof(Manifests.Overlays), MemberType = typeof(Manifests))]
    public void Every_pod_starts_one_of_our_images(string overlay) => Assert.All(
        Manifests.Of(overlay).Workloads.SelectMany(static w => w.Containers), static container => Assert.Matches("/orleanschat-(silo|api):", (string)container["image"]!));

    /// <summary>What MSBuild makes of a project's file.</summary>
    private static (JsonNode Properties, IEnumerable<int> Ports) Evaluate(string project)
    {
        var file = Path.Combine(Repository.Root, "src", project, $"{project}.csproj");
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", file, $"-getProperty:{Properties}", "-getItem:ContainerPort"]) { RedirectStandardOutput = true })!;
        var said = JsonNode.Parse(build.StandardOutput.ReadToEnd())!;
        build.WaitForExit();
        return (said["Properties"]!, said["Items"]!["ContainerPort"]!.AsArray().Select(static port => int.Parse((string)port!["Identity"]!, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
