using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain.Law;

/// <summary>
/// A user's client: it knows a chat only from what it was told. After every step it must know exactly what a fresh read gives.
/// </summary>
internal sealed class Client(string name)
{
    private ChatView? _chat;
    private List<EntryView> _log = [];

    public string Name => name;

    /// <summary>Whether the chat is in the client's list.</summary>
    public bool IsOpen => _chat is not null;

    public void Take(ChatWorld world, Fact fact, Notification told)
    {
        switch (told)
        {
            case Notification.StatusChange { Chat: var chat }:
                Assert.True(IsOpen || chat.State == ParticipantState.Invited, $"{name} is told {chat.State} of a chat that they do not know.");
                Assert.Empty(chat.Participants);
                _log = chat.State == ParticipantState.Invited ? [] : _log;
                _chat = chat.State is ParticipantState.Completed or ParticipantState.Revoked ? null : chat with { Participants = _chat?.Participants ?? [] };
                break;
            case Notification.ParticipantsUpdated { Chat: var chat }:
                Assert.True(IsOpen, $"{name} is told participants of a chat that is over for them.");
                var ownJoin = fact.Event is ChatEvent.Joined joined && joined.UserId == Cast.Id(name);
                Assert.True(ownJoin || !chat.Participants.SequenceEqual(_chat!.Participants), $"{name} is told participants who did not change.");
                _chat = chat;
                break;
            case Notification.Error { Chat: var chat, Message: var message }:
                Assert.True(IsOpen && message.Length > 0, $"{name} is told an error of a chat that is over for them.");
                Assert.Equal(_chat!.Participants.AsEnumerable(), chat.Participants);
                _chat = chat;
                break;
            case Notification.PropertiesUpdated { Chat: var chat }:
                Assert.True(IsOpen, $"{name} is told data of a chat that is over for them.");
                _chat = chat;
                break;
            case Notification.History history:
                Assert.Empty(_log);
                _log = [.. Transcript.Headers(fact.After, history.Audience, 1, history.ThroughIndex).Select(e => world.Read(e, history.Audience)).OfType<EntryView>()];
                Assert.Equal(history.ThroughIndex, _log.Count);
                Assert.Equal((EntryKind.ParticipantJoined, Cast.Id(name)), (_log[^1].Kind, _log[^1].From.UserId));
                break;
            case Notification.NewMessages news:
                Assert.True(IsOpen, $"{name} is told entries of a chat that is over for them.");
                Assert.Equal(Enumerable.Range(_log.Count + 1, news.Entries.Length), news.Entries.Select(static e => e.Index));
                _log.AddRange(news.Entries);
                break;
        }
    }

    public void MustKnowWhatAFreshReadGives(ChatWorld world)
    {
        var fresh = Transcript.ViewFor(world.Chat, Cast.Id(name));
        Assert.Equal(fresh is not null, _chat is not null);
        if (fresh is null || _chat is null)
        {
            return;
        }

        Assert.Equal((fresh.Id, fresh.State, fresh.ReceivedAt, fresh.Mode), (_chat.Id, _chat.State, _chat.ReceivedAt, _chat.Mode));
        Assert.Equal(fresh.Capabilities.AsEnumerable(), _chat.Capabilities);
        Assert.Equal(fresh.Participants.AsEnumerable(), _chat.Participants);
        Assert.Equal(fresh.UserData.AsEnumerable(), _chat.UserData);
        if (fresh.State is ParticipantState.Chatting or ParticipantState.LeftChat)
        {
            Assert.Equal(world.ReadAll(world.Find(name)!.Audience).AsEnumerable(), _log);
        }
    }
}
