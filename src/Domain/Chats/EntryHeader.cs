namespace OrleansChat.Domain.Chats;

/// <summary>
/// An entry of the log without its text, which stays in the journal. For each audience it says how many entries that audience could see,
/// this one included: so an entry's index is contiguous for each audience (decision 5).
/// </summary>
/// <param name="Version">The version of the event that holds the entry.</param>
/// <param name="Kind">The entry's type; for a mode switch <see cref="EntryKind.ParticipantRejoined"/>, which audiences may read otherwise.</param>
/// <param name="Visibility">The effective visibility; for a mode switch the wider of the two.</param>
/// <param name="Author">Place in <see cref="ChatState.Authors"/>.</param>
/// <param name="Before">For a mode switch, the same author as before the switch; otherwise -1.</param>
/// <param name="Customers">Entries that customers see, up to here.</param>
/// <param name="Agents">Entries that agents see, up to here.</param>
/// <param name="Supervisors">Entries that supervisors see, up to here: all.</param>
public sealed record EntryHeader(long Version, EntryKind Kind, DateTimeOffset At, Visibility Visibility, int Author, int Before, int Customers, int Agents, int Supervisors)
{
    public bool IsSeenBy(Audience audience) => audience.MaySee(Visibility);

    /// <summary>The entry's index for an audience that sees it; for another the index of the last one that it sees.</summary>
    public int Index(Audience audience) => audience switch
    {
        Audience.Customer => Customers,
        Audience.Agent => Agents,
        Audience.Supervisor => Supervisors,
        _ => throw new ArgumentOutOfRangeException(nameof(audience), audience, null),
    };

    /// <summary>Whether the text is in the journal; joins, leaves and switches have none.</summary>
    public bool HasText => Kind is EntryKind.Text or EntryKind.PushUrl or EntryKind.CustomNotice;
}
