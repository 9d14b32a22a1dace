using OrleansChat.Grains.Journal;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Grains.Chats;

/// <summary>One event with the states around it.</summary>
internal sealed record ChatStep(ChatState Before, Evt Event, ChatState After);

/// <summary>A chat read from the journal: its state, and the steps after some version.</summary>
internal sealed record ChatReplay(ChatState Chat, ImmutableList<ChatStep> Steps)
{
    public const int EventsPerRead = 1_000;
    private const string SnapshotName = "chat.state.1";

    public static readonly EventCodec<Evt> Codec = new(
        ("chat.started.1", typeof(Evt.Started)),
        ("chat.invited.1", typeof(Evt.Invited)),
        ("chat.invitation_ended.1", typeof(Evt.InvitationEnded)),
        ("chat.asked.1", typeof(Evt.Asked)),
        ("chat.ask_ended.1", typeof(Evt.AskEnded)),
        ("chat.joined.1", typeof(Evt.Joined)),
        ("chat.join_failed.1", typeof(Evt.JoinFailed)),
        ("chat.consultant_lifted.1", typeof(Evt.ConsultantLifted)),
        ("chat.mode_switched.1", typeof(Evt.ModeSwitched)),
        ("chat.said.1", typeof(Evt.Said)),
        ("chat.user_data_changed.1", typeof(Evt.UserDataChanged)),
        ("chat.in_focus.1", typeof(Evt.InFocus)),
        ("chat.left.1", typeof(Evt.Left)),
        ("chat.participant_removed.1", typeof(Evt.ParticipantRemoved)),
        ("chat.customer_left.1", typeof(Evt.CustomerLeft)),
        ("chat.session_ended.1", typeof(Evt.SessionEnded)),
        ("chat.wrap_up_completed.1", typeof(Evt.WrapUpCompleted)));

    public const string StreamPrefix = "chat/";

    public static string Stream(string chatId) => StreamPrefix + chatId;

    public static string IdOf(string stream) => stream[StreamPrefix.Length..];

    /// <summary>Reads a chat; steps with versions above <paramref name="stepsAfter"/> are kept.</summary>
    public static async Task<ChatReplay> LoadAsync(IJournal journal, string stream, long stepsAfter, CancellationToken cancellation)
    {
        var snapshot = await journal.ReadSnapshotAsync(stream, cancellation);
        var usable = snapshot is { Name: SnapshotName } && snapshot.Version <= stepsAfter;
        var replay = new ChatReplay(usable ? EventCodec<Evt>.DecodeState<ChatState>(snapshot!.Json) : ChatState.New, []);
        while (true)
        {
            var stored = await journal.ReadAsync(stream, replay.Chat.Version, EventsPerRead, cancellation);
            replay = stored.Select(Codec.Decode).Aggregate(replay, (sofar, happened) => sofar.Then(happened, stepsAfter));
            if (stored.Length < EventsPerRead)
            {
                return replay;
            }
        }
    }

    public static StoredSnapshot Snapshot(ChatState chat) => new(chat.Version, SnapshotName, EventCodec<Evt>.EncodeState(chat));

    private ChatReplay Then(Evt happened, long stepsAfter)
    {
        var after = Domain.Chats.Chat.Evolve(Chat, happened);
        return new(after, after.Version > stepsAfter ? Steps.Add(new ChatStep(Chat, happened, after)) : Steps);
    }
}
