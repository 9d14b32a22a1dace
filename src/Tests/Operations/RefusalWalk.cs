using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Asks for one operation in every way in which it is refused.</summary>
internal sealed class RefusalWalk(Floor floor, Refused row, string operation)
{
    private static readonly string[] OfTheRules = ["NotAllowed", "NotInThisState", "TargetUnavailable", "LimitExceeded"];

    private readonly OperationRow _catalogued = row.Catalogue.Single(o => o.Name == operation);

    public List<string> Wrong { get; } = [];

    public async Task WalkAsync()
    {
        IReadOnlyList<Fault> parameters = Fault.OfParameters(_catalogued);
        List<Fault> faults = [.. Fault.BeforeParameters, .. parameters];
        var good = row.GoodOf(operation);
        await PairsAsync(good, faults);
        foreach (var situation in row.Situations(operation))
        {
            var alone = await situation.Request.SendAsync(floor);
            Note(situation.Fits(alone), $"{situation.Request}", situation.Why, alone);
            if (situation.IsFirst)
            {
                foreach (var fault in parameters) await BothAsync(situation, fault, isSituations: true, alone);
            }

            foreach (var fault in situation.IsFirst ? Fault.BeforeParameters : faults) await BothAsync(situation, fault, isSituations: false, alone);
            await KeyReusedAsync(situation);
        }
    }

    /// <summary>Each fault alone, then each with each that is found later.</summary>
    private async Task PairsAsync(OperationRequest good, List<Fault> faults)
    {
        var alone = new List<(Fault Fault, OperationRequest Spoiled, string Answer)>();
        foreach (var fault in faults)
        {
            if (fault.Spoil(good) is not { } spoiled) continue;
            var answer = await spoiled.SendAsync(floor);
            Note(fault.Fits(answer), $"{good}", fault.Name, answer);
            alone.Add((fault, spoiled, answer.Body.ToJsonString()));
        }

        foreach (var (place, (fault, spoiled, earlier)) in alone.Index())
        {
            foreach (var (other, _, later) in alone.Skip(place + 1))
            {
                if (other.Spoil(spoiled) is not { } both) continue;
                var answer = await both.SendAsync(floor);
                var isLaters = answer.Body.ToJsonString() == later && earlier != later && !fault.IsLike(other);
                Note(fault.Fits(answer) && !isLaters, $"{good}", $"{fault.Name}, and {other.Name}", answer);
            }
        }
    }

    /// <summary>A situation and a fault at once.</summary>
    private async Task BothAsync(Situation situation, Fault fault, bool isSituations, Answer alone)
    {
        if (fault.Spoil(situation.Request) is not { } both) return;
        var answer = await both.SendAsync(floor);
        var isRight = isSituations ? situation.Fits(answer) : fault.Fits(answer) && answer.Body.ToJsonString() != alone.Body.ToJsonString();
        Note(isRight, $"{situation.Request}", isSituations ? $"{situation.Why}, and {fault.Name}" : $"{fault.Name}, and {situation.Why}", answer);
    }

    /// <summary>Whether the key was used is asked before the rules are.</summary>
    private async Task KeyReusedAsync(Situation situation)
    {
        if (situation.Request.Path != "/me/chats/@main" || !OfTheRules.Contains(situation.Why)) return;
        var answer = await (situation.Request with { Key = Standing.UsedKey }).SendAsync(floor);
        Note(Situation.Fits("KeyReused", answer), $"{situation.Request}", $"KeyReused, and {situation.Why}", answer);
    }

    private void Note(bool isRight, string request, string what, Answer answer)
    {
        if (!isRight || answer.Body.Count != 2) Wrong.Add($"{request}: {what}: {(int)answer.Http} {answer.Body.ToJsonString()}");
    }
}
