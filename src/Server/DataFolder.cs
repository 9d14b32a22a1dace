using OrleansChat.ApiHost.Hosting;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.Server;

/// <summary>The folder that holds everything durable: the journal and the keys of the login cookies.</summary>
internal static class DataFolder
{
    private const string Default = "./data";

    /// <summary>The folder as an absolute path; it is there and can be written.</summary>
    /// <exception cref="SettingsException">It cannot.</exception>
    public static string Open(IConfiguration settings)
    {
        var folder = Path.GetFullPath(settings["data"] is { Length: > 0 } named ? named : Default);
        try
        {
            PrivateFolder.Create(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The data folder {folder} cannot be written ({error.Message}); choose another with --data.", error);
        }
    }
}
