using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Grains.Retries;

/// <summary>How an operation ended.</summary>
/// <param name="Answer">What its reply says.</param>
/// <param name="Refusal">Why not, if not.</param>
/// <param name="IsAgain">It was carried out before; nothing happened now.</param>
internal sealed record Outcome(Answer Answer, Refusal? Refusal = null, bool IsAgain = false)
{
    public ChatReply ToReply() => new(Answer.Version, Refusal, ReferenceId: Answer.ReferenceId, IsAgain: IsAgain);

    public StartChatReply ToStartReply() => new(Answer.HandleSalt, Refusal);
}

/// <summary>What a reply says that cannot be made anew from the request. Stored with the request's key.</summary>
/// <param name="Version">The stream's, after the events.</param>
/// <param name="ReferenceId">0: none.</param>
/// <param name="HandleSalt">Of the handle that a request for a chat gave; empty for others.</param>
internal sealed record Answer(long Version, int ReferenceId = 0, string HandleSalt = "");
