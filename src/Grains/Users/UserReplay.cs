using OrleansChat.Domain.Users;
using OrleansChat.Grains.Journal;
using Evt = OrleansChat.Domain.Users.UserEvent;

namespace OrleansChat.Grains.Users;

/// <summary>One event with the states around it.</summary>
internal sealed record UserStep(UserState Before, Evt Event, UserState After);

/// <summary>A user read from the journal: the state, and the steps after some version.</summary>
internal sealed record UserReplay(UserState User, ImmutableList<UserStep> Steps)
{
    public const int EventsPerRead = 1_000;

    /// <summary>For whoever needs the state alone: a snapshot will do.</summary>
    public const long NoSteps = long.MaxValue;
    private const string SnapshotName = "user.state.1";

    public static readonly EventCodec<Evt> Codec = new(
        ("user.session_started.1", typeof(Evt.SessionStarted)),
        ("user.session_ended.1", typeof(Evt.SessionEnded)),
        ("user.channel_changed.1", typeof(Evt.ChannelChanged)),
        ("user.chat_noted.1", typeof(Evt.ChatNoted)),
        ("user.monitors_called.1", typeof(Evt.MonitorsCalled)),
        ("user.monitoring_started.1", typeof(Evt.MonitoringStarted)),
        ("user.monitoring_ended.1", typeof(Evt.MonitoringEnded)),
        ("user.reference_ids_reserved.1", typeof(Evt.ReferenceIdsReserved)),
        ("user.login_ended.1", typeof(Evt.LoginEnded)),
        ("user.logins_ended.1", typeof(Evt.LoginsEnded)));

    public static string Stream(string userId) => $"user/{userId}";

    /// <summary>Reads a user; steps with versions above <paramref name="stepsAfter"/> are kept.</summary>
    public static async Task<UserReplay> LoadAsync(IJournal journal, string stream, long stepsAfter, CancellationToken cancellation)
    {
        var snapshot = await journal.ReadSnapshotAsync(stream, cancellation);
        var usable = snapshot is { Name: SnapshotName } && snapshot.Version <= stepsAfter;
        var replay = new UserReplay(usable ? EventCodec<Evt>.DecodeState<UserState>(snapshot!.Json) : UserState.New, []);
        while (true)
        {
            var stored = await journal.ReadAsync(stream, replay.User.Version, EventsPerRead, cancellation);
            replay = stored.Select(Codec.Decode).Aggregate(replay, (sofar, happened) => sofar.Then(happened, stepsAfter));
            if (stored.Length < EventsPerRead)
            {
                return replay;
            }
        }
    }

    public static StoredSnapshot Snapshot(UserState user) => new(user.Version, SnapshotName, EventCodec<Evt>.EncodeState(user));

    private UserReplay Then(Evt happened, long stepsAfter)
    {
        var after = Domain.Users.User.Evolve(User, happened);
        return new(after, after.Version > stepsAfter ? Steps.Add(new UserStep(User, happened, after)) : Steps);
    }
}
