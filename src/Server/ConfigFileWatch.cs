namespace OrleansChat.Server;

/// <summary>
/// Reads the configuration again when the file of <c>--config</c> was written, replaced, or comes with a folder that Kubernetes exchanges as a whole. Only the
/// file's own folder is watched: the framework's watcher takes the folders below too, and each write of a journal there would wake it.
/// </summary>
internal static class ConfigFileWatch
{
    /// <summary>The link that Kubernetes turns to the new content of a volume; the file itself does not change then.</summary>
    private const string VolumeLink = "..data";

    /// <summary>Watches until it is disposed. <see langword="null"/>: no file is named.</summary>
    public static IDisposable? Watch(IConfiguration configuration)
    {
        if (configuration["config"] is not { Length: > 0 } named) return null;
        var file = Path.GetFullPath(named);
        var watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!);

        // A replaced file has a new name's worth of events: created, renamed, written. Whoever reads the people lets them settle.
        void Look(string? name)
        {
            if (name == Path.GetFileName(file) || name == VolumeLink) ((IConfigurationRoot)configuration).Reload();
        }

        watcher.Changed += (_, happened) => Look(happened.Name);
        watcher.Created += (_, happened) => Look(happened.Name);
        watcher.Renamed += (_, happened) => Look(happened.Name);
        watcher.Error += (_, _) => Look(Path.GetFileName(file));       // events were lost: it may have been ours
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
