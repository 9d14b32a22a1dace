using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OrleansChat.Tests.Tidy;

/// <summary>
/// The style that a machine can check. Each failure names file and line. A line may be excused where it stands, with a reason:
/// <c>// tidy: …</c>.
/// </summary>
public class TidyTests
{
    private const int FileLinesMax = 300;
    private const int MethodLinesMax = 70;
    private const string Excused = "// tidy: ";

    /// <summary>Names of kinds; a folder is a subject.</summary>
    private static readonly string[] FoldersOfKinds = ["Models", "Helpers", "Utils", "Services", "Common"];

    private static readonly string[] ValueEndings = ["Settings", "Options", "Attribute", "Exception"];

    /// <summary>The arrows between the product's projects. Tests, benchmarks and build tools may see what they need.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Arrows = new Dictionary<string, string>
    {
        ["Domain"] = "",
        ["Bayeux"] = "",
        ["Bayeux.AspNetCore"] = "Bayeux",
        ["Grains.Interfaces"] = "Domain",
        ["Grains"] = "Bayeux Grains.Interfaces",
        ["Hosting"] = "Grains.Interfaces",
        ["LocalCluster"] = "ApiHost Silo",
        ["Silo"] = "Grains Hosting",
        ["ApiHost"] = "Bayeux.AspNetCore Hosting",
        ["Server"] = "ApiHost Silo",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    [Fact]
    public void There_are_files_to_check() => Assert.InRange(Repository.CSharp.Count(), 60, 10_000);

    [Fact]
    public void A_file_has_at_most_300_lines() =>
        Nothing(Repository.CSharp.Select(static path => (path, lines: Repository.Lines(path).Length)).Where(static f => f.lines > FileLinesMax).Select(static f => $"{f.path}: {f.lines} lines"));

    [Fact]
    public void A_method_has_at_most_70_lines() => Nothing(
        from path in Repository.CSharp
        from block in Code.Blocks(Repository.Lines(path))
        where block.Lines > MethodLinesMax
        select $"{path}:{block.Line}: {block.Lines} lines");

    /// <summary>
    /// A file has one public type that does something: a class, interface or struct. Values may accompany it or each other: records, enums,
    /// attributes, exceptions, and the classes of one section of the configuration, which end in Settings or Options. A closed set of nested
    /// cases counts as one. Among tests only test classes count, so that a test's grain and its interface stay together; <c>eng</c> is arranged
    /// as the API is that it stands in for.
    /// </summary>
    [Fact]
    public void A_file_has_one_public_type_and_the_values_that_go_with_it() => Nothing(
        from path in Repository.CSharp
        where !path.StartsWith("eng/", StringComparison.Ordinal)
        let doing = Code.PublicTypes(Repository.Lines(path)).Where(type => Counts(path, type.Kind, type.Name)).Select(static type => type.Name).Distinct().ToList()
        where doing.Count > 1
        select $"{path}: {string.Join(", ", doing)}");

    [Fact]
    public void A_file_with_one_public_type_has_its_name() => Nothing(
        from path in Repository.CSharp
        where Path.GetFileName(path) != "Program.cs"
        let types = Code.PublicTypes(Repository.Lines(path)).ToList()
        where types.Count == 1 && !IsValue(types[0].Kind, types[0].Name) && !Path.GetFileName(path).StartsWith($"{types[0].Name}.", StringComparison.Ordinal)
        select $"{path}: {types[0].Name}");

    [Fact]
    public void A_folder_is_a_subject_never_a_kind() =>
        Nothing(Repository.Files.Where(static path => path.Split('/')[..^1].Any(static folder => FoldersOfKinds.Contains(folder, StringComparer.OrdinalIgnoreCase))));

    [Fact]
    public void The_domain_references_no_package_and_no_project()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src/Domain/Domain.csproj"));
        Nothing(project.Descendants().Where(static e => e.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "UsesOrleans").Select(static e => e.ToString()));
    }

    [Fact]
    public void The_domain_is_pure() => Nothing(Uses("src/Domain/", @"\b(Task|ValueTask|Thread|Random|RandomNumberGenerator|TimeProvider|Stopwatch|async)\b",
        @"\b(File|Directory|Environment|Console)\.", @"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b", @"\bGuid\.(NewGuid|CreateVersion7)\b"));

    [Fact]
    public void Grains_stay_on_their_scheduler_and_their_clock() => Nothing(Uses("src/Grains/", @"\bTask\.Run\b", @"\bConfigureAwait\b", @"\.Wait\(\)", @"\basync void\b",
        @"\bDateTime(Offset)?\.(Utc)?Now\b"));

    /// <summary>A delay on a clock that the test moves, or one that only a cancellation ends, is no sleep.</summary>
    [Fact]
    public void Tests_do_not_sleep() => Nothing(Uses("src/Tests/", @"\bThread\.Sleep\(", @"\bTask\.Delay\((?!Timeout\.Infinite)(?!.*, \w*[cC]lock\b)"));

    [Fact]
    public void Projects_see_exactly_what_the_design_lets_them_see()
    {
        var actual = Repository.Files.Where(static path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(static path => !path.StartsWith("src/Tests/", StringComparison.Ordinal))
            .Select(static path => $"{Path.GetFileNameWithoutExtension(path)} -> {References(path)}");
        Assert.Equal(Arrows.Select(static arrow => $"{arrow.Key} -> {arrow.Value}"), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine() => Nothing(
        from path in Repository.Text
        from line in Repository.Lines(path).Select(static (text, place) => (text, number: place + 1))
        where Regex.IsMatch(line.text, @"(?<![\w.~-])/(wor" + @"k/|tmp/w" + @"t\b|home/\w+/|Users/\w+/)|[A-Z]:\\Users\\")
        select $"{path}:{line.number}: {line.text.Trim()}");

    private static bool Counts(string path, string kind, string name) =>
        path.StartsWith("src/Tests/", StringComparison.Ordinal) ? name.EndsWith("Tests", StringComparison.Ordinal) : !IsValue(kind, name);

    private static bool IsValue(string kind, string name) =>
        kind is "enum" or "delegate" || kind.StartsWith("record", StringComparison.Ordinal) || ValueEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static string References(string project) => string.Join(' ', XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
        .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Uses(string folder, params string[] patterns) =>
        from path in Repository.CSharp
        where path.StartsWith(folder, StringComparison.Ordinal)
        from line in Code.Statements(Repository.Lines(path))
        where !line.Text.Contains(Excused, StringComparison.Ordinal) && patterns.Any(pattern => Regex.IsMatch(line.Text, pattern))
        select $"{path}:{line.Number}: {line.Text.Trim()}";

    private static void Nothing(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
