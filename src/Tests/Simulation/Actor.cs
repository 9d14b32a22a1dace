#if ORLEANS_LOCAL
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Tests.Simulation;

/// <summary>Somebody who does something now and then, until the floor is quiet.</summary>
internal abstract class Actor(SimulatedFloor floor)
{
    protected SimulatedFloor Floor => floor;

    protected Dice Dice => floor.Dice;

    public async Task RunAsync()
    {
        while (!floor.IsQuiet && floor.Failure is null)
        {
            await floor.PauseAsync(200, floor.IsCalm ? 6_000 : 3_500);
            if (!floor.IsQuiet) await floor.TryAsync(ActAsync);
        }
    }

    protected abstract Task ActAsync();

    /// <summary>An operation on a chat. What is refused must have changed nothing, what is acknowledged must be there at once (I1).</summary>
    protected async Task<bool> DoAsync(string who, string what, string chatId, Func<IChatGrain, Task<ChatReply>> operation, string? text = null)
    {
        var truth = floor.Truth.Find(chatId);
        var acknowledgedBefore = truth?.AcknowledgedLength(2) ?? 0;
        var reply = await operation(floor.Grains.GetGrain<IChatGrain>(chatId));
        floor.History.Add($"{who}: {what} {text} in {chatId}: {reply.Refusal?.ToString() ?? $"done at {reply.Version}"}");
        truth = floor.Truth.Find(chatId);
        if (reply.Refusal is not null)
        {
            if (text is not null && truth?.IndexOf(text) > 0) floor.Fail($"'{text}' was refused and stored in {chatId}");
            return false;
        }

        if (truth is null || reply.Version > truth.Version) floor.Fail($"{who}: {what} was acknowledged at {reply.Version} of {chatId}, which has {truth?.Version}");
        else truth.Acknowledged = Math.Max(truth.Acknowledged, reply.Version);
        if (text is not null && truth!.IndexOf(text) <= acknowledgedBefore) floor.Fail($"'{text}' was acknowledged and is at {truth.IndexOf(text)} of {chatId}, where {acknowledgedBefore} came before");
        return true;
    }
}
#endif
