using System.Globalization;

namespace OrleansChat.Silo.Journal;

/// <summary>The numbered scripts of a schema, which are embedded: <c>001_journal.sql</c> is the first version.</summary>
internal static class SqlScripts
{
    /// <summary>The scripts of the folder whose namespace the type has, in order: number and text.</summary>
    public static ImmutableArray<(int Version, string Sql)> Beside(Type type)
    {
        var prefix = type.Namespace + ".";
        return [.. type.Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(prefix.Length, 3), CultureInfo.InvariantCulture), Read(name)))
            .OrderBy(script => script.Item1)];

        string Read(string name)
        {
            using var text = new StreamReader(type.Assembly.GetManifestResourceStream(name)!);
            return text.ReadToEnd();
        }
    }
}
