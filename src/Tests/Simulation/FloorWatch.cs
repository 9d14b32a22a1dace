#if ORLEANS_LOCAL
namespace OrleansChat.Tests.Simulation;

/// <summary>While all is well, deadlines are kept: no offer and no asking stays unanswered for longer than it may.</summary>
internal static class FloorWatch
{
    /// <summary>After the last fault: what was lost is found again by then.</summary>
    public static readonly TimeSpan Recovers = TimeSpan.FromSeconds(15);

    /// <summary>A deadline fires one to two seconds late at most.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(4);

    public static void Look(SimulatedFloor floor)
    {
        var due = floor.Clock.GetUtcNow() - Late;
        foreach (var chat in floor.Truth.Chats)
        {
            if (chat.Open.FirstOrDefault(s => s.IsInvited && s.AnswerDue < due) is { } invited)
                floor.Fail($"{FloorPeople.NameOf(invited.UserId)} is invited into {chat.Id} and should have answered by {invited.AnswerDue - floor.Started}");
            if (chat.Askings.FirstOrDefault(a => a.Due < due) is { } asking)
                floor.Fail($"{chat.Id} still has {asking}, which was due at {asking.Due - floor.Started}");
        }
    }
}
#endif
