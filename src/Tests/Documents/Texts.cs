using OrleansChat.Tests.Tidy;

namespace OrleansChat.Tests.Documents;

/// <summary>The repository's pages and sources, to compare the one with the other.</summary>
internal static class Texts
{
    /// <summary>README.md and every page below <c>docs</c>, as paths from the root.</summary>
    public static IEnumerable<string> Pages => Repository.Files.Where(static path => path == "README.md" || (path.StartsWith("docs/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal)));

    /// <summary>The product's sources.</summary>
    public static IEnumerable<string> Sources => Repository.CSharp.Where(static path => path.StartsWith("src/", StringComparison.Ordinal) && !path.StartsWith("src/Tests/", StringComparison.Ordinal));

    public static string Read(string path) => string.Join('\n', Repository.Lines(path));
}
