using System.Text;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

/// <summary>What every journal promises. One class per back end passes it; a test gets an empty journal.</summary>
public abstract partial class JournalSuite : IAsyncLifetime
{
    protected static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    protected IJournal Journal { get; private set; } = null!;

    protected abstract Task<IJournal> OpenEmptyAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync() => Journal = await OpenEmptyAsync();

    public Task DisposeAsync() => CloseAsync();

    protected static JournalAppend Append(string stream, long expectedVersion, params string[] texts) =>
        new(stream, expectedVersion, [.. texts.Select(text => new NewEvent("chat.said.1", Encoding.UTF8.GetBytes(text)))]);

    protected static string TextOf(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    protected static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);

    protected async Task<string> TextsAsync(string stream, long afterVersion = 0, int eventsMax = 1000) =>
        string.Join(' ', (await Journal.ReadAsync(stream, afterVersion, eventsMax)).Select(stored => $"{stored.Version}:{TextOf(stored.Json)}"));

    /// <summary>Appends one event and returns the version it got, after as many conflicts as it takes.</summary>
    protected async Task<long> AppendNextAsync(string stream, string text)
    {
        while (true)
        {
            var version = (await Journal.ReadHeadAsync(stream))?.Version ?? 0;
            try
            {
                await Journal.AppendAsync(Append(stream, version, text));
                return version + 1;
            }
            catch (JournalConflictException)
            {
                // Somebody else was first: look again.
            }
        }
    }
}
