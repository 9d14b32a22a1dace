using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace OrleansChat.Hosting.Settings;

/// <summary>
/// The folder of the file named by <c>--config</c>: says when that file was written or replaced, or came with a volume that Kubernetes exchanges as a
/// whole. The framework's provider watches the folders below too, and each write of a journal there would wake it.
/// </summary>
internal sealed class ConfigFolder : IFileProvider, IDisposable
{
    /// <summary>The link that Kubernetes turns to the new content of a volume; the file itself does not change then.</summary>
    private const string VolumeLink = "..data";

    private readonly PhysicalFileProvider _files;
    private readonly FileSystemWatcher _watcher;
    private readonly string _fileName;
    private ConfigurationReloadToken _change = new();

    public ConfigFolder(string file)
    {
        _fileName = Path.GetFileName(file);
        _files = new PhysicalFileProvider(Path.GetDirectoryName(file)!);
        _watcher = new FileSystemWatcher(_files.Root);
        _watcher.Changed += (_, happened) => Look(happened.Name);
        _watcher.Created += (_, happened) => Look(happened.Name);
        _watcher.Renamed += (_, happened) => Look(happened.Name);
        _watcher.Error += (_, _) => Look(_fileName);                   // events were lost: it may have been ours
        _watcher.EnableRaisingEvents = true;
    }

    public IFileInfo GetFileInfo(string subpath) => _files.GetFileInfo(subpath);

    public IDirectoryContents GetDirectoryContents(string subpath) => _files.GetDirectoryContents(subpath);

    public IChangeToken Watch(string filter) => Volatile.Read(ref _change);

    public void Dispose()
    {
        _watcher.Dispose();
        _files.Dispose();
    }

    private void Look(string? name)
    {
        if (name == _fileName || name == VolumeLink) Interlocked.Exchange(ref _change, new ConfigurationReloadToken()).OnReload();
    }
}
