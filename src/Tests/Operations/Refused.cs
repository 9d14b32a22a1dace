using System.Net;
using System.Text.Json.Nodes;
using OrleansChat.Domain;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>How the operations of a row of the table are refused by the rules.</summary>
/// <param name="Number">The row.</param>
/// <param name="Path">The resource; each <c>*</c> is one of the names that a line gives.</param>
/// <param name="Operations">The operations, of which all that follows is true.</param>
/// <param name="Catalogue">Where their parameters are listed.</param>
/// <param name="Good">A request that is in order: who asks, the names for the path, the parameters.</param>
/// <param name="Lines">
/// Requests with the refusal that answers each, in the order of precedence: <c>sue main {"queueName":"second"} | NotAllowed</c>. Where more than one
/// thing is wrong the line says so after a semicolon. A line that begins with <c>!</c> is asked before the parameters are.
/// </param>
internal sealed record Refused(int Number, string Path, string[] Operations, OperationRow[] Catalogue, string Good, string Lines)
{
    public override string ToString() => $"{Number} {string.Join(", ", Operations)}";

    public OperationRequest GoodOf(string operation) => Read(Good, operation);

    public IEnumerable<Situation> Situations(string operation) => Lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line =>
    {
        var cells = line.Split(';')[0].Split('|', StringSplitOptions.TrimEntries);
        return new Situation(Read(cells[0].TrimStart('!', ' '), operation), cells[1], line[0] == '!');
    });

    private OperationRequest Read(string text, string operation)
    {
        var words = text.Split('{')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var path = words.Skip(1).Aggregate(Path, static (sofar, word) => Replace(sofar, word));
        Assert.DoesNotContain("*", path, StringComparison.Ordinal);
        return new(words[0], path, operation, ParametersOf(text) ?? ParametersOf(Good) ?? []);
    }

    private static JsonObject? ParametersOf(string text) => text.IndexOf('{', StringComparison.Ordinal) is var brace and >= 0 ? JsonNode.Parse(text[brace..])!.AsObject() : null;

    /// <summary>A word that is nobody's name, such as a channel, stands for itself.</summary>
    private static string Replace(string path, string word)
    {
        var place = path.IndexOf('*', StringComparison.Ordinal);
        return $"{path[..place]}{(word is "chat" or "voice" ? word : $"@{word}")}{path[(place + 1)..]}";
    }
}

/// <summary>A request in a situation in which the rules refuse it.</summary>
/// <param name="Request">Without parameters of its own it has those of the good one.</param>
/// <param name="Why">One of <see cref="Answers"/>.</param>
/// <param name="IsFirst">Asked before the parameters.</param>
internal sealed record Situation(OperationRequest Request, string Why, bool IsFirst)
{
    /// <summary>What the wire says for each.</summary>
    private static readonly Dictionary<string, (HttpStatusCode Http, int StatusCode, string Message)> Answers = new()
    {
        [nameof(Refusal.NotASupervisor)] = (HttpStatusCode.Forbidden, 5, "The supervisor role is required."),
        [nameof(Refusal.AgentUnknown)] = (HttpStatusCode.NotFound, 6, "There is no such user."),
        [nameof(Refusal.Oneself)] = (HttpStatusCode.Forbidden, 3, "Nobody can supervise themselves."),
        [nameof(Refusal.NoGroupOfThatAgent)] = (HttpStatusCode.Forbidden, 5, "The caller supervises no group of that user."),
        [nameof(Refusal.KeyReused)] = (HttpStatusCode.BadRequest, 2, "The Idempotency-Key was used for another request."),
        [nameof(Refusal.ChatUnknown)] = (HttpStatusCode.NotFound, 6, "There is no such chat."),
        [nameof(Refusal.QueueUnknown)] = (HttpStatusCode.BadRequest, 2, "There is no such queue."),
        [nameof(Refusal.TargetUnknown)] = (HttpStatusCode.BadRequest, 2, "There is no such user or queue."),
        [nameof(Refusal.NotMonitoring)] = (HttpStatusCode.Forbidden, 3, "The caller does not monitor that user."),
        [nameof(Refusal.NotAllowed)] = (HttpStatusCode.Forbidden, 3, "The caller's role in the chat does not allow the operation."),
        [nameof(Refusal.NotInThisState)] = (HttpStatusCode.BadRequest, 2, "The operation is not possible in the present state."),
        [nameof(Refusal.TargetUnavailable)] = (HttpStatusCode.BadRequest, 2, "The user is not available."),
        [nameof(Refusal.LimitExceeded)] = (HttpStatusCode.BadRequest, 10, "A limit is reached."),
        ["NoSuchChannel"] = (HttpStatusCode.NotFound, 6, "There is no such channel."),
        ["NoAgent"] = (HttpStatusCode.Forbidden, 5, "The agent role is required."),
        ["NoAgentOrSupervisor"] = (HttpStatusCode.Forbidden, 5, "The agent or supervisor role is required."),
        ["NotThere"] = (HttpStatusCode.BadRequest, 2, "None of these channels is there; the one that is: chat."),
        ["NotACustomer"] = (HttpStatusCode.Forbidden, 3, "Only customers ask for a chat."),
        ["NotAnAdmin"] = (HttpStatusCode.Forbidden, 5, "The admin role is required."),
        ["NotLoggedIn"] = (HttpStatusCode.Unauthorized, 20, "Access denied: log in first."),
        ["BadIndex"] = (HttpStatusCode.BadRequest, 2, "index must be a number, 0 or more."),
        ["BadQuery"] = (HttpStatusCode.BadRequest, 2, "supervisor, agent and chatId are ids; from and to are times; after is a number, 0 or more; limit is a number from 1 to 500."),
    };

    public static bool Fits(string why, Answer answer) => (answer.Http, answer.StatusCode, (string?)answer.Body["statusMessage"]) == Answers[why];

    public bool Fits(Answer answer) => Fits(Why, answer);
}
