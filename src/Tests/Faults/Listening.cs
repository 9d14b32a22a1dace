using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults.Histories;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>Takes every notification of a desk: entries go into the history, states of chats are remembered and can be waited for.</summary>
public sealed class Listening : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _subjects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _states = new(StringComparer.Ordinal);
    private readonly Recorder _recorder;
    private readonly Reader _reader;
    private readonly Task _taking;

    public Listening(Desk desk, Reader reader, Recorder recorder)
    {
        (Desk, Name, _reader, _recorder) = (desk, desk.UserName, reader, recorder);
        _taking = TakeAllAsync(desk.AllAsync(_ending.Token));
    }

    /// <summary>The same of a further session of a desk's user, whose name it has in the history.</summary>
    public Listening(Desk desk, Reader reader, Recorder recorder, Following following)
    {
        (Desk, Name, _reader, _recorder, Following) = (desk, following.Name, reader, recorder, following);
        _taking = TakeAllAsync(following.AllAsync(_ending.Token));
    }

    public Desk Desk { get; }

    /// <summary>In the history.</summary>
    public string Name { get; }

    /// <summary>The session, when it is not the desk's own.</summary>
    public Following? Following { get; }

    /// <summary>A notification that could not be taken, as one about a chat of others; nothing is taken after it.</summary>
    public string? Broken { get; private set; }

    /// <summary>Called with chat id and subject for each chat that is offered for the first time.</summary>
    public Action<string, string> Offered { get; set; } = static (_, _) => { };

    /// <summary>The states that this desk was told of a chat, without repeats; <see langword="null"/> when it does not know the chat.</summary>
    public string? StatesOf(string subject) => _states.TryGetValue(subject, out var states) ? string.Join(' ', states.Distinct()) : null;

    public async Task HeardAsync(string text)
    {
        try
        {
            await Awaited(text).Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} did not hear: {text}. {Following?.Lost}");
        }
    }

    /// <summary>Until a chat with this subject was told to be in this state; its id.</summary>
    public async Task<string> StateAsync(string subject, string state)
    {
        await Awaited($"{subject} {state}").Task.WaitAsync(Patience);
        return _subjects.First(s => s.Value == subject).Key;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _taking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (Following?.DisposeAsync() ?? Desk.DisposeAsync());
        _ending.Dispose();
    }

    private async Task TakeAllAsync(IAsyncEnumerable<JsonObject> notifications)
    {
        try
        {
            await foreach (var notification in notifications)
            {
                Take(notification);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Broken = $"{error}";
        }
    }

    private void Take(JsonObject notification)
    {
        if (notification["chat"] is JsonObject chat)
        {
            TakeChat((string)chat["id"]!, (string)chat["userData"]!["Subject"]!, (string)chat["state"]!);
        }
        else if ((string?)notification["chatPath"] is { } path)
        {
            var chatId = path[(path.LastIndexOf('/') + 1)..];
            if (!_subjects.TryGetValue(chatId, out var subject)) throw new InvalidOperationException($"{Name} was told of chat {chatId}, in which they are not: {notification.ToJsonString()}");
            _recorder.Told(subject, Name, _reader, notification);
            foreach (var message in notification["messages"]!.AsArray().Where(static m => m!["text"] is not null))
            {
                Awaited((string)message!["text"]!).TrySetResult();
            }
        }
    }

    private void TakeChat(string chatId, string subject, string state)
    {
        var isNew = _subjects.TryAdd(chatId, subject);
        _states.GetOrAdd(subject, static _ => []).Enqueue(state);
        Awaited($"{subject} {state}").TrySetResult();
        if (isNew)
        {
            Offered(chatId, subject);
        }
    }

    private TaskCompletionSource Awaited(string what) => _awaited.GetOrAdd(what, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
