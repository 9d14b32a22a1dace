using OrleansChat.Tests.Faults.Histories;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>How everybody talks.</summary>
public sealed partial class TalkingFloor
{
    /// <summary>Every so many texts one is said by two requests at once with the same <c>Idempotency-Key</c>, and again until both are answered.</summary>
    private const int KeyedEvery = 4;

    /// <summary>Every so many acknowledged texts its author asks for the log, at whichever host is next, and must find it (I8).</summary>
    private const int ReadEvery = 10;

    /// <summary>As a client waits: who asks without a pause keeps the processes from starting that they share the machine with.</summary>
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMilliseconds(500);

    private int _repeated;
    private int _ownReads;
    private int _shutOut;

    /// <summary>How often an author found in the log what had just been acknowledged.</summary>
    public int OwnReads => _ownReads;

    /// <summary>How often somebody who is not in a chat was refused it.</summary>
    public int ShutOut => _shutOut;

    /// <summary>How many texts were sent again with their key after an answer had been lost.</summary>
    public int Repeated => _repeated;

    /// <param name="api">Of the author.</param>
    /// <param name="path">The chat, as the author sees it.</param>
    /// <param name="widest">Who may read a text, by its number.</param>
    /// <param name="pace">How long the author is silent between two texts.</param>
    private async Task TalkAsync(string subject, string author, Api api, string path, Func<int, Reader> widest, TimeSpan pace)
    {
        using var silence = new PeriodicTimer(pace > TimeSpan.Zero ? pace : Timeout.InfiniteTimeSpan);
        var read = 0;
        for (var number = 1; !_ending.IsCancellationRequested; number++)
        {
            await Lives.Up;
            var (who, text) = (widest(number), $"{subject}/{author}/{number}/{_seed} \"quoted\" äöü \u2603 \U0001F600\n<b>{Padding}");
            var operation = who == Reader.Agent && author.StartsWith("agent", StringComparison.Ordinal) ? "SendToAgents" : "SendMessage";
            var key = number % KeyedEvery == 0 ? $"{subject} {author} {number}" : null;
            Task<Answer> SayAsync() => key is null ? api.PostAsync(path, operation, ("text", text)) : api.PostOnceAsync(key, path, operation, ("text", text));
            if (await _recorder.SayAsync(subject, author, who, text, key is null ? SayAsync : () => SayForSureAsync(text, SayAsync)) == Outcome.Ok)
            {
                Lives.Acknowledged();
                if (number % ReadEvery == 0) read = await ReadOwnAsync(api, path, text, read);
            }

            if (pace > TimeSpan.Zero)
            {
                await silence.WaitForNextTickAsync();
            }
        }
    }

    /// <summary>Reads the log from where its author left it; where it is then. An answer that is missing says nothing.</summary>
    private async Task<int> ReadOwnAsync(Api api, string path, string text, int read)
    {
        while (true)
        {
            var (outcome, answer) = await Recorder.TryAsync(() => api.GetAsync($"{path}/messages?index={read + 1}"));
            if (outcome == Outcome.Unknown) return read;
            var page = outcome == Outcome.Ok ? answer!.Body["messages"]!.AsArray() : [];
            read += page.Count;
            if (page.Any(m => (string?)m!["text"] == text))
            {
                Interlocked.Increment(ref _ownReads);
                return read;
            }

            if (page.Count == 0)
            {
                _wrong.Enqueue($"{path}: who said it did not read it after it was acknowledged, up to {read}: {text} ({answer})");
                return read;
            }
        }
    }

    /// <summary>Two at once, and both again until no answer is missing; all answers must be alike (I3).</summary>
    private async Task<Answer> SayForSureAsync(string text, Func<Task<Answer>> say)
    {
        using var pause = new PeriodicTimer(RepeatAfter);
        var answers = new List<string>();
        while (true)
        {
            await Lives.Up;
            var tries = await Task.WhenAll(Recorder.TryAsync(say), Recorder.TryAsync(say));
            answers.AddRange(tries.Where(static t => t.Outcome != Outcome.Unknown).Select(static t => $"{(int)t.Answer!.Http} {t.Answer.Body.ToJsonString()}"));
            if (tries.All(static t => t.Outcome != Outcome.Unknown))
            {
                if (answers.Distinct().Count() > 1)
                {
                    _wrong.Enqueue($"{text} was answered {string.Join(" and ", answers.Distinct())}");
                }

                return tries[0].Answer!;
            }

            Interlocked.Increment(ref _repeated);
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>Somebody who is in none of these chats tries to read and to say something in one after the other. Never with success, whatever is away.</summary>
    private async Task PryAsync(Listening outsider)
    {
        using var pause = new PeriodicTimer(RepeatAfter);
        for (var number = 0; !_ending.IsCancellationRequested; number++)
        {
            await Lives.Up;
            var path = PathOf(_talks[number % _talks.Count].ChatId);
            var tries = await Task.WhenAll(
                Recorder.TryAsync(() => outsider.Desk.Api.GetAsync($"{path}/messages?index=1")), Recorder.TryAsync(() => outsider.Desk.Api.PostAsync(path, "SendMessage", ("text", "of an outsider"))));
            foreach (var (outcome, answer) in tries)
            {
                if (outcome == Outcome.Refused) Interlocked.Increment(ref _shutOut);
                if (outcome == Outcome.Ok) _wrong.Enqueue($"{outsider.Name} is not in {path}, and was answered {answer}");
            }

            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>A customer reads the whole log after each start.</summary>
    private async Task ReadOnAsync(string subject, CustomerSide customer)
    {
        using var pause = new PeriodicTimer(RepeatAfter);
        while (!_ending.IsCancellationRequested)
        {
            await Lives.Up;
            var (outcome, answer) = await Recorder.TryAsync(() => customer.Api.GetAsync($"/api/v2/chats/{customer.Handle}/messages?index=1"));
            if (outcome == Outcome.Ok)
            {
                _recorder.Read(subject, subject, Reader.Customer, answer!.Body["messages"]!.AsArray(), isFinal: false);
                Lives.Acknowledged();
                await Lives.Over.WaitAsync(_ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else
            {
                await pause.WaitForNextTickAsync();
            }
        }
    }
}
