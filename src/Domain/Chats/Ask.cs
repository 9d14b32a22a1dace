namespace OrleansChat.Domain.Chats;

/// <summary>Somebody in the chat has asked a user by name, or a queue for one of its agents, and waits for the answer.</summary>
/// <param name="UserId">Who asks.</param>
/// <param name="Kind">Transfer, Invite or Consult.</param>
/// <param name="TargetId">The user asked by name, else <see langword="null"/>.</param>
/// <param name="QueueName">The queue asked, else <see langword="null"/>.</param>
/// <param name="ReferenceId">What the reply to who asks carried; their notifications of the outcome repeat it (decision 19).</param>
/// <param name="Since">When it was asked: the queue offers the oldest first.</param>
/// <param name="Due">When it fails unanswered.</param>
public sealed record Ask(string UserId, InvitationSource Kind, string? TargetId, string? QueueName, int? ReferenceId, DateTimeOffset Since, DateTimeOffset Due)
{
    /// <summary>Whether this invitation came from this asking.</summary>
    public bool LedTo(Participant who) => who.AskedBy == UserId && who.Source == Kind && (TargetId is null ? who.QueueName == QueueName : who.UserId == TargetId);
}

/// <summary>Whom an operation turns to: a user by name or a queue, with the facts that the rules need.</summary>
/// <param name="UserId">The user, or <see langword="null"/> for a queue.</param>
/// <param name="UserName">The user's login name; empty for a queue.</param>
/// <param name="QueueName">The queue, or <see langword="null"/> for a user.</param>
/// <param name="IsKnown">There is such an agent, supervisor or queue in the chat's contact centre.</param>
/// <param name="IsReachable">The user is logged in on the chat channel without do-not-disturb; a queue always is.</param>
public sealed record Target(string? UserId, string UserName, string? QueueName, bool IsKnown, bool IsReachable);

/// <summary>A text that an operation sends before it acts (contract section 14, item 19).</summary>
public sealed record Farewell(string Text, string? MessageType);
