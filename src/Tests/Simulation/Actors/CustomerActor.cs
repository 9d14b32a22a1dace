#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.Tests.Simulation.Actors;

/// <summary>A customer: asks for a chat, talks, reads, and goes.</summary>
internal sealed class CustomerActor(SimulatedFloor floor, int number) : Actor(floor)
{
    private const int TriesMax = 12;

    private string _chatId = "";
    private string _hash = "";
    private int _chats;
    private bool _isSilent;

    protected override Task ActAsync()
    {
        if (_chatId.Length == 0 || (Floor.Truth.Find(_chatId) is not { CustomerConnected: true } && !Floor.IsCalm && _chats < 4 && Dice.Next(3) == 0)) return StartAsync();
        if (_isSilent) return Task.CompletedTask;
        return Dice.Next(24) switch
        {
            < 8 => DoAsync("says", (chat, a) => chat.CustomerSayAsync(_hash, EntryKind.Text, a.Text, a.Key), Floor.NewText()),
            < 10 => TypeAsync(),
            10 when Dice.Next(4) == 0 => DoAsync("completes", (chat, a) => chat.CustomerCompleteAsync(_hash, a.Key)),
            11 when Dice.Next(3) == 0 => Task.FromResult(_isSilent = true),
            12 => StartOnceMoreAsync(),
            < 16 => LookAsync(),
            _ => ReadAsync(),
        };
    }

    private string Name => $"customer{number}";

    private StartChatRequest Request(string hash, string nickname, string salt) =>
        new(FloorPeople.ContactCenterId, hash, nickname, "Help", Dice.Next(4) == 0 ? FloorPeople.OtherQueue : FloorPeople.Queue, [], salt);

    /// <summary>Row 42. With a key each request is for another chat, and all of them get the first one's (decision 22).</summary>
    private async Task StartAsync()
    {
        var (nickname, key) = ($"{Name}.{++_chats}", Dice.Next(2) == 0 ? Floor.Errands.NewKey() : null);
        _isSilent = false;
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            var isTwice = key is not null && Dice.Next(6) == 0;
            Task<Guid?>[] requests = isTwice ? [RequestAsync(nickname, key), RequestAsync(nickname, key)] : [RequestAsync(nickname, key)];
            var handles = await Task.WhenAll(requests);
            if (Array.Find(handles, static h => h is not null) is { } handle)
            {
                (_chatId, _hash) = (ChatId.FromHandle(handle), ChatId.HandleHash(handle, FloorPeople.ContactCenterId));
                if (Floor.Truth.Find(_chatId) is not { } chat) Floor.Fail($"{nickname} has the chat {_chatId}, which is not there");
                else chat.Acknowledged = Math.Max(chat.Acknowledged, 1);
                if (Floor.Truth.Chats.Count(c => c.Nickname == nickname) != 1) Floor.Fail($"{nickname} asked for one chat, and there are {Floor.Truth.Chats.Count(c => c.Nickname == nickname)}");
                return;
            }

            if (key is null) return;
            await Floor.PauseAsync(50, 2_000);
        }
    }

    /// <summary>With the same handle: already so.</summary>
    private async Task StartOnceMoreAsync()
    {
        var version = Floor.Truth.VersionOf($"chat/{_chatId}");
        var reply = await Floor.Grains.GetGrain<IChatGrain>(_chatId).StartAsync(Request(_hash, Name, ""));
        if (reply.Refusal is not null || version == 0) Floor.Fail($"{Name} starts {_chatId} once more: {reply} at {version}");
    }

    /// <summary>The handle that the answer names; <see langword="null"/>: nobody answered.</summary>
    private async Task<Guid?> RequestAsync(string nickname, RequestKey? key)
    {
        var salt = key is null ? "" : Convert.ToHexStringLower(Dice.Bytes(16));
        var handle = key is null ? new Guid(Dice.Bytes(16)) : new Guid(Convert.FromHexString(salt));
        var (wasKnown, started) = (Floor.Truth.Keys.IsKnown(key), (StartChatReply?)null);
        var grain = Floor.Grains.GetGrain<IChatGrain>(ChatId.FromHandle(handle));
        if (!await Floor.TryAsync(async () => started = await grain.StartAsync(Request(ChatId.HandleHash(handle, FloorPeople.ContactCenterId), nickname, salt), key))) return null;
        Floor.History.Add($"{nickname} asks for a chat: {started}");
        if (started!.Refusal is not null) Floor.Fail($"{nickname} is refused a chat: {started}");
        if (key is null) return handle;
        Floor.Truth.Keys.MustAnswer(key, wasKnown, started.HandleSalt != salt, null, started.HandleSalt, nickname);
        return new Guid(Convert.FromHexString(started.HandleSalt));
    }

    private Task TypeAsync()
    {
        var kind = Dice.Next(2) == 0 ? EntryKind.TypingStarted : EntryKind.TypingStopped;
        return DoAsync("types", (chat, a) => chat.CustomerSayAsync(_hash, kind, "", a.Key));
    }

    private Task DoAsync(string what, Func<IChatGrain, Attempt, Task<ChatReply>> doAsync, string? text = null)
    {
        var grain = Floor.Grains.GetGrain<IChatGrain>(_chatId);
        return Floor.Errands.RunAsync(new Errand(Name, what, $"chat/{_chatId}", a => doAsync(grain, a)) { ChatId = _chatId, Text = text });
    }

    /// <summary>Row 44: the state and the participants were so at a moment of the reading (I11).</summary>
    private async Task LookAsync()
    {
        var acknowledged = Floor.Truth.Find(_chatId)?.Acknowledged ?? 0;
        var reply = await Floor.Grains.GetGrain<IChatGrain>(_chatId).GetCustomerChatAsync(_hash);
        if (reply.Refusal is null) Floor.Truth.Find(_chatId)!.MustShowCustomer(reply.State, reply.Participants, acknowledged, Name);
    }

    /// <summary>Row 45, twice the same: what was given stays (I9), and nothing that is acknowledged is missing.</summary>
    private async Task ReadAsync()
    {
        var chat = Floor.Grains.GetGrain<IChatGrain>(_chatId);
        int? index = Dice.Next(2) == 0 ? null : Dice.Next(4);
        var acknowledged = Floor.Truth.Find(_chatId)?.AcknowledgedLength(0) ?? 0;
        var (first, second) = (await chat.GetCustomerMessagesAsync(_hash, index), await chat.GetCustomerMessagesAsync(_hash, index));
        if (first.Refusal is not null || second.Refusal is not null || Floor.Truth.Find(_chatId) is not { } truth) return;
        truth.MustHoldForCustomer(first.Entries, Name);
        truth.MustHoldForCustomer(second.Entries, Name);
        if (first.NextIndex - 1 < acknowledged) Floor.Fail($"{Name} reads up to {first.NextIndex - 1} of {_chatId}, where {acknowledged} were acknowledged");

        // A restart in between repeats what was delivered before: the first's entries are among the second's all the same.
        var again = second.Entries.Select(static e => e.Index).ToHashSet();
        if (!first.Entries.All(e => again.Contains(e.Index))) Floor.Fail($"{Name} reads {first.Entries.Length} entries of {_chatId}, and then others");
        if (index is null && !first.Entries.IsEmpty) await chat.CustomerReceivedAsync(_hash, first.Entries[^1].Index);
    }
}
#endif
