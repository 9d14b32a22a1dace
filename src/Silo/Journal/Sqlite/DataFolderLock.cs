namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>
/// Keeps a data folder to one process, by a lock on a file beside the database. The operating system releases it when the process ends,
/// however it ends; the file stays.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    // What open says when another process holds the lock: EAGAIN of Linux, EAGAIN of macOS, ERROR_SHARING_VIOLATION.
    private const int HeldOnLinux = 11;
    private const int HeldOnMac = 35;
    private const int HeldOnWindows = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Creates the folder of <paramref name="databasePath"/> where it is missing, and takes its lock.</summary>
    /// <exception cref="JournalStartException">Another process holds it, or the folder cannot be written.</exception>
    public static DataFolderLock Take(string databasePath)
    {
        var folder = Path.GetDirectoryName(databasePath)!;
        try
        {
            Directory.CreateDirectory(folder);
            return new(new FileStream(databasePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error.HResult is HeldOnLinux or HeldOnMac or HeldOnWindows)
        {
            throw new JournalStartException(
                JournalStartProblem.InUse, $"Another server uses the data folder {folder}: stop it, or choose another data folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalStartException(
                JournalStartProblem.FolderNotWritable, $"The data folder {folder} cannot be written: grant access, or choose another data folder.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
