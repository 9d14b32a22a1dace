namespace OrleansChat.Domain.Chats;

/// <summary>Where a user stands in a chat after an event, for their list of chats.</summary>
/// <param name="SinceVersion">The version of this stint's invitation.</param>
/// <param name="Declined">The user rejected or did not answer a queue's offer (decision 31).</param>
/// <param name="Joined">The user has just joined: whoever monitors them is to be invited (decision 12).</param>
public sealed record UserNote(string UserId, ParticipantState State, ParticipantRole Role, long SinceVersion, bool Declined, bool Joined)
{
    /// <summary>Everybody who stands elsewhere after an event than before.</summary>
    public static IEnumerable<UserNote> Of(ChatState before, ChatEvent happened, ChatState after) =>
        from now in after.Participants
        let old = before.Find(now.UserId)
        where old?.State != now.State || old.InvitedVersion != now.InvitedVersion
        let declined = happened is ChatEvent.InvitationEnded { End: InvitationEnd.Rejected or InvitationEnd.NoAnswer } && now.QueueName is not null
        select new UserNote(now.UserId, now.State, now.Role, now.InvitedVersion, declined, happened is ChatEvent.Joined { UserId: var joined } && joined == now.UserId);
}
