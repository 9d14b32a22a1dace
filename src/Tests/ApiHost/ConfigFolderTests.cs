using Microsoft.Extensions.Primitives;
using OrleansChat.Hosting.Settings;
using OrleansChat.Server;

namespace OrleansChat.Tests.ApiHost;

/// <summary>The configuration's folder says that the file changed, however it does, and nothing else.</summary>
public sealed class ConfigFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("orleanschat-config-");

    private string File => Path.Combine(_root.FullName, "people.json");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task It_tells_of_a_written_a_replaced_and_an_exchanged_file_and_of_nothing_below_or_beside()
    {
        Volume("one", "1");
        Directory.CreateSymbolicLink(Path.Combine(_root.FullName, "..data"), "one");
        System.IO.File.CreateSymbolicLink(File, Path.Combine("..data", "people.json"));
        using var folder = new ConfigFolder(File);

        await ToldAsync(folder, "2", () =>
        {
            System.IO.File.WriteAllText(Path.Combine(_root.FullName, "beside.json"), "x");
            System.IO.File.WriteAllText(Path.Combine(_root.FullName, "one", "journal.db"), "x");
            Volume("two", "2");
            Directory.Delete(Path.Combine(_root.FullName, "..data"));
            Directory.CreateSymbolicLink(Path.Combine(_root.FullName, "..data"), "two");
        });
        System.IO.File.Delete(File);
        await ToldAsync(folder, "3", () => System.IO.File.WriteAllText(File, "3"));
        await ToldAsync(folder, "4", () =>
        {
            System.IO.File.WriteAllText(Path.Combine(_root.FullName, "next"), "4");
            System.IO.File.Move(Path.Combine(_root.FullName, "next"), File, overwrite: true);
        });
    }

    /// <summary>Does it, and waits until the folder tells at a time when the file has this content; told before, the content would be another.</summary>
    private async Task ToldAsync(ConfigFolder folder, string content, Action act)
    {
        var seen = new List<string>();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = ChangeToken.OnChange(() => folder.Watch("people.json"), () =>
        {
            lock (seen) seen.Add(System.IO.File.ReadAllText(File));
            if (System.IO.File.ReadAllText(File) == content) told.TrySetResult();
        });
        act();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20));
        lock (seen) Assert.All(seen, one => Assert.Contains(one, (string[])["", content]));
    }

    private void Volume(string name, string content)
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, name));
        System.IO.File.WriteAllText(Path.Combine(_root.FullName, name, "people.json"), content);
    }
}
