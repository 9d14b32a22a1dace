#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Tests.Simulation;

/// <summary>A customer: asks for a chat, talks, reads, and goes.</summary>
internal sealed class CustomerActor(SimulatedFloor floor, int number) : Actor(floor)
{
    private Guid _handle;
    private string _chatId = "";
    private string _hash = "";
    private int _chats;
    private bool _isSilent;

    protected override Task ActAsync()
    {
        if (_chatId.Length == 0 || (Floor.Truth.Find(_chatId) is not { CustomerConnected: true } && !Floor.IsCalm && _chats < 3 && Dice.Next(3) == 0)) return StartAsync();
        if (_isSilent && !Floor.IsCalm) return Task.CompletedTask;
        return Dice.Next(20) switch
        {
            < 8 => SayAsync(),
            < 10 => DoAsync(Name, "types", _chatId, chat => chat.CustomerSayAsync(_hash, Dice.Next(2) == 0 ? EntryKind.TypingStarted : EntryKind.TypingStopped, "")),
            10 when Dice.Next(4) == 0 => DoAsync(Name, "completes", _chatId, chat => chat.CustomerCompleteAsync(_hash)),
            11 when Dice.Next(4) == 0 && !Floor.IsCalm => Task.FromResult(_isSilent = true),
            12 => StartAgainAsync(),
            _ => ReadAsync(),
        };
    }

    private string Name => $"customer{number}";

    private async Task StartAsync()
    {
        _handle = new Guid(Dice.Bytes(16));
        (_chatId, _hash, _isSilent) = (ChatId.FromHandle(_handle), ChatId.HandleHash(_handle, SimulatedFloor.ContactCenterId), false);
        _chats++;
        await StartAgainAsync();
    }

    /// <summary>With the same handle: already so.</summary>
    private Task StartAgainAsync() => DoAsync(Name, "starts", _chatId, async chat => new ChatReply(1, (await chat.StartAsync(
        new StartChatRequest(SimulatedFloor.ContactCenterId, _hash, Name, "Help", Simulation.Floor.Queue, []))).Refusal));

    private async Task SayAsync()
    {
        var text = Floor.NewText();
        await DoAsync(Name, "says", _chatId, chat => chat.CustomerSayAsync(_hash, EntryKind.Text, text), text);
    }

    /// <summary>Twice the same: what was given stays (I9), and nothing that is acknowledged is missing.</summary>
    private async Task ReadAsync()
    {
        var chat = Floor.Grains.GetGrain<IChatGrain>(_chatId);
        int? index = Dice.Next(2) == 0 ? null : Dice.Next(4);
        var acknowledged = Floor.Truth.Find(_chatId)?.AcknowledgedLength(0) ?? 0;
        var (first, second) = (await chat.GetCustomerMessagesAsync(_hash, index), await chat.GetCustomerMessagesAsync(_hash, index));
        if (first.Refusal is not null || Floor.Truth.Find(_chatId) is not { } truth) return;
        truth.MustHold(0, first.Entries, Name);
        truth.MustHold(0, second.Entries, Name);
        if (first.NextIndex - 1 < acknowledged) Floor.Fail($"{Name} reads up to {first.NextIndex - 1} of {_chatId}, where {acknowledged} were acknowledged");
        if (second.NextIndex >= first.NextIndex && !first.Entries.Select(static e => e.Index).SequenceEqual(second.Entries.Where(e => e.Index < first.NextIndex && (index is not null || e.Index >= (first.Entries.IsEmpty ? e.Index + 1 : first.Entries[0].Index))).Select(static e => e.Index)))
        {
            Floor.Fail($"{Name} reads {first.Entries.Length} entries of {_chatId}, and then others");
        }

        if (index is null && !first.Entries.IsEmpty) await chat.CustomerReceivedAsync(_hash, first.Entries[^1].Index);
    }
}
#endif
