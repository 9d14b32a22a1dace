using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.Grains.Chats;

/// <summary>Transfer, Invite, Consult, CancelConsult and RemoveParticipantFromConference (contract rows 14–18).</summary>
internal sealed partial class ChatGrain
{
    public Task<ChatReply> TransferAsync(string userId, TargetInfo to, FarewellInfo? farewell, int referenceId, RequestKey? key) =>
        HandleAsync(new ChatCommand.Transfer(userId, Find(userId, to), AnswerDue(to), farewell.ToFarewell()), key, new Cause(userId, referenceId));

    public Task<ChatReply> InviteAsync(string userId, TargetInfo to, int referenceId, RequestKey? key) =>
        HandleAsync(new ChatCommand.Invite(userId, Find(userId, to), AnswerDue(to)), key, new Cause(userId, referenceId));

    public Task<ChatReply> ConsultAsync(string userId, TargetInfo to, int referenceId, RequestKey? key) =>
        HandleAsync(new ChatCommand.Consult(userId, Find(userId, to), AnswerDue(to)), key, new Cause(userId, referenceId));

    public Task<ChatReply> CancelConsultAsync(string userId, int referenceId, RequestKey? key) => HandleAsync(new ChatCommand.CancelConsult(userId), key, new Cause(userId, referenceId));

    public Task<ChatReply> RemoveParticipantAsync(string userId, string removedUserId, FarewellInfo? farewell, RequestKey? key) =>
        HandleAsync(new ChatCommand.RemoveParticipant(userId, Find(userId, new TargetInfo(removedUserId, null, IsReachable: true)), farewell.ToFarewell()), key);

    /// <summary>In the caller's contact centre, which is the chat's for everybody who is in it; whoever is not learns nothing of the chat's.</summary>
    private Target Find(string callerId, TargetInfo to)
    {
        var center = people.Current.ById(callerId)?.ContactCenterId ?? "";
        var person = to.UserId is null ? null : people.Current.ColleagueOf(center, to.UserId);
        var isKnown = person is not null || (to.QueueName is not null && people.Current.FindQueue(center, to.QueueName) is not null);
        return new Target(to.UserId, person?.UserName ?? "", to.QueueName, isKnown, to.IsReachable);
    }

    private DateTimeOffset AnswerDue(TargetInfo to) => clock.GetUtcNow() + (to.QueueName is null ? routing.NoAnswerAfter : routing.QueueAnswersWithin);
}
