namespace OrleansChat.Hosting.Settings;

/// <summary>A folder that only the server's own user can open: it holds what others must not read.</summary>
public static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder where it is not there yet; one that is there keeps its rights.</summary>
    public static DirectoryInfo Create(string path) => OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerOnly);
}
