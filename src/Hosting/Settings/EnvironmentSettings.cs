using System.Collections;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.Settings;

/// <summary>
/// Settings from environment variables with the prefix <c>ORLEANSCHAT_</c>. One whose name ends in <c>__FILE</c> names a file that holds the value:
/// for secrets, which other processes could read in the environment.
/// </summary>
internal static class EnvironmentSettings
{
    private const string Prefix = "ORLEANSCHAT_";
    private const string InFile = "__FILE";
    private const int FileBytesMax = 1 << 20;

    /// <exception cref="SettingsException">A file that cannot be read, or a setting that is given twice.</exception>
    public static Dictionary<string, string?> Read(IDictionary environment)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in environment.Cast<DictionaryEntry>().Select(static e => ((string)e.Key, (string?)e.Value)).Where(static e => e.Item1.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            var isFile = name.EndsWith(InFile, StringComparison.OrdinalIgnoreCase);
            var key = name[Prefix.Length..(isFile ? ^InFile.Length : ^0)].Replace("__", ":", StringComparison.Ordinal);
            if (!settings.TryAdd(key, isFile ? Content(name, value ?? "") : value))
            {
                throw new SettingsException($"{key} is given by {name} and by another environment variable; keep one.");
            }
        }

        return settings;
    }

    /// <summary>Without the line's end that editors leave behind.</summary>
    private static string Content(string name, string file)
    {
        try
        {
            return new FileInfo(file).Length <= FileBytesMax ? File.ReadAllText(file).TrimEnd('\r', '\n') : throw new SettingsException($"The file {file}, named by {name}, is larger than {FileBytesMax} bytes.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsException($"The file {file}, named by {name}, cannot be read ({error.GetType().Name}).", error);
        }
    }
}
