using OrleansChat.Tests.Walks;
using Xunit.Abstractions;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// The law of visibility on the running server: whoever does whatever in whichever order, every way out shows each user and customer what
/// is for them and nothing else. VISIBILITY_SEED, VISIBILITY_SEEDS and VISIBILITY_STEPS are for <see cref="WalkSeeds"/>.
/// </summary>
[Collection(WhoMaySeeWhat.Name)]
public sealed class VisibilityLawTests(ContactCentres centres, ITestOutputHelper output)
{
    private static readonly string[] Everywhere =
    [
        "Transfer 0", "Transfer 2", "Transfer 3", "Invite 0", "Invite 2", "Invite 3", "Consult 0", "Consult 2", "CancelConsult 0", "CancelConsult 2",
        "RemoveParticipantFromConference 0", "RemoveParticipantFromConference 2", "RemoveParticipantFromConference 3", "Leave 0", "Complete 0", "Reject 0", "Intrude 0", "Intrude 3",
        "AttachUserData 0", "UpdateUserData 0", "DeleteUserData 0", "SetDisposition 0", "SwitchToMonitor 0", "SwitchToCoach 0", "SwitchToBargeIn 0",
        "StatusChange Invited", "StatusChange Chatting", "StatusChange LeftChat", "StatusChange JoinFailed", "StatusChange Completed", "StatusChange Revoked",
        "NewMessages TypingStarted", "NewMessages TypingStopped", "NewMessages ParticipantRejoined", "NewMessages ParticipantLeft", "NewMessages CustomNotice", "NewMessages PushUrl",
        "'The invitation was rejected.'", "'The customer has gone.'", "'The user invited has logged out.'",
        "LogoutEverywhere 1", "LogoutEverywhere 2", "EndContactCenterSession 1", "EndContactCenterSession 2", "group 1", "group 2", "disabled 1", "disabled 2", "role 1", "role 2",
    ];

    [Fact]
    public Task Nobody_sees_what_is_not_for_them() => new WalkSeeds("VISIBILITY", Walks: 3, Steps: 100).WalkAsync((seed, _) => new LawWalk(centres, centres.Take(), seed), Everywhere, output);
}
