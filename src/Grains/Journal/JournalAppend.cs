namespace OrleansChat.Grains.Journal;

/// <summary>One append: what <see cref="IJournal.AppendAsync"/> writes in one transaction.</summary>
/// <param name="Stream">The stream's name, for example <c>chat/0A1B2C3D4E5F6G7H</c>; at most 200 characters.</param>
/// <param name="ExpectedVersion">How many events the stream has before this append; 0 for a new stream.</param>
/// <param name="Events">The events in order. They get versions <c>ExpectedVersion + 1…n</c>. None only where a <see cref="Request"/> that changed
/// nothing is remembered, on a stream that has some.</param>
/// <param name="Due">When the stream's owner must be woken next, or <see langword="null"/> for never. Replaces the stored deadline. Kept to the
/// tick (100 ns), in UTC.</param>
public sealed record JournalAppend(string Stream, long ExpectedVersion, ImmutableArray<NewEvent> Events, DateTimeOffset? Due = null)
{
    /// <summary>The request that asked for this, where it may come again (decision 22).</summary>
    public NewRequest? Request { get; init; }

    /// <summary>Records of supervision that the events are (decision 18), in order.</summary>
    public ImmutableArray<AuditRow> Audit { get; init; } = [];
}

/// <summary>An event about to be stored.</summary>
/// <param name="Name">Its stored name with a version, for example <c>chat.said.1</c>. A name once written is read for ever.</param>
/// <param name="Json">Its content as UTF-8 JSON.</param>
public sealed record NewEvent(string Name, ReadOnlyMemory<byte> Json);

/// <summary>A stored event: <see cref="NewEvent"/> with its place in the stream (1…).</summary>
public sealed record StoredEvent(long Version, string Name, ReadOnlyMemory<byte> Json);

/// <summary>A request about to be remembered, and what may be forgotten for it.</summary>
/// <param name="Row">What is remembered.</param>
/// <param name="ForgottenBefore">Rows of this time or earlier are as good as erased, and are erased little by little.</param>
/// <param name="RowsMax">How many rows of the scope stay, the newest; at least 1. Silos that write at the same moment may leave a few more.</param>
public sealed record NewRequest(RequestRow Row, DateTimeOffset ForgottenBefore, int RowsMax);

/// <summary>A request that was carried out, as it is kept on disk to recognize it when it comes again.</summary>
/// <param name="Scope">Whose keys it is told apart from: a chat's, a user's, a contact centre's; at most 200 characters.</param>
/// <param name="Key">Unique in its scope, 64 hex digits.</param>
/// <param name="Digest">Tells what was asked, 64 hex digits.</param>
/// <param name="At">When it was carried out. Kept to the tick, in UTC.</param>
/// <param name="Json">Its answer, UTF-8 JSON; the grain's own format.</param>
public sealed record RequestRow(string Scope, string Key, string Digest, DateTimeOffset At, ReadOnlyMemory<byte> Json);

/// <summary>The row beside a stream. <c>ToldVersion ≤ Version</c>.</summary>
public sealed record StreamHead(long Version, long ToldVersion, DateTimeOffset? Due);

/// <summary>A folded state at a version. <see cref="Name"/> carries the shape's version, for example <c>chat.state.1</c>.</summary>
public sealed record StoredSnapshot(long Version, string Name, ReadOnlyMemory<byte> Json);

/// <summary>A notification session as it is kept on disk; see <c>InboxGrain</c>.</summary>
/// <param name="UserId">Whose session it is.</param>
/// <param name="SessionKey">The hashed clientId, 64 hex digits: the clientId itself is a secret and is never stored.</param>
/// <param name="Epoch">1 for a new session; grows with each activation that takes it over.</param>
/// <param name="Json">Subscriptions and cursors, UTF-8 JSON; the owner's own format.</param>
public sealed record SessionRow(string UserId, string SessionKey, long Epoch, ReadOnlyMemory<byte> Json);
