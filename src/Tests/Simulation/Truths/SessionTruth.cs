#if ORLEANS_LOCAL
using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>The rows of notification sessions: who has lost a session to another activation writes nothing to it any more (I12).</summary>
internal sealed class SessionTruth(SimulatedFloor floor)
{
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _owners = new(StringComparer.Ordinal);

    /// <summary>A row was stored.</summary>
    /// <param name="row">The row.</param>
    /// <param name="owner">The activation that stored it.</param>
    public void Take(SessionRow row, object owner)
    {
        var isTaken = !ReferenceEquals(_owners.GetValueOrDefault(row.SessionKey, owner), owner);
        var known = _epochs.GetValueOrDefault(row.SessionKey);
        if (row.Epoch < known || (isTaken && row.Epoch == known))
        {
            floor.Fail($"A session of {SimulatedFloor.NameOf($"user/{row.UserId}")} has epoch {known}, and another activation stores epoch {row.Epoch}");
        }

        (_epochs[row.SessionKey], _owners[row.SessionKey]) = (row.Epoch, owner);
    }
}
#endif
