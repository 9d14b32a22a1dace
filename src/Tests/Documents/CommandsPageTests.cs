using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.ApiHost.Chats;
using OrleansChat.ApiHost.Customers;
using OrleansChat.ApiHost.Me;
using OrleansChat.ApiHost.Operations;
using OrleansChat.ApiHost.Settings;
using OrleansChat.ApiHost.Users;
using OrleansChat.Domain.People;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.Tests.Documents;

/// <summary><c>docs/reference/commands.md</c> lists every operation with its required parameters and the refusals of its rule, in the order of the checks.</summary>
public sealed partial class CommandsPageTests
{
    private const string NoRule = "none";
    private static readonly Page Page = new("commands.md");
    private static readonly SortedDictionary<string, string> Rules = RuleWalk.Refusals();

    private static readonly Dictionary<string, List<string>> Operations = new()
    {
        ["POST /api/v2/me"] = Of(new SessionOperations(null!, null!).All),
        ["POST /api/v2/me/channels/{channel}"] = Of(new ChannelOperations(null!).All),
        ["POST /api/v2/me/chats/{id}"] = Of(MyChatOperations.With("DispositionCode")),
        ["POST /api/v2/users/{userId}/channels/chat"] = Of(new MonitoringOperations(null!).All),
        ["POST /api/v2/users/{userId}/channels/{channel}"] = Of(new AgentControlOperations(null!, new FeatureSettings()).All),
        ["POST /api/v2/users/{userId}/chats/{chatId}"] = Of(new IntrudeOperation(null!, null!).All),
        ["POST /api/v2/chats"] = Of(new ContactCenter(DemoPeople.ContactCenterId, null, new PeopleInForce(PeopleDirectory.Build(DemoPeople.Settings("-")).Directory!), null!).Operations),
        ["POST /api/v2/chats/{id}"] = Of(CustomerOperations.All),
    };

    [Fact]
    public void It_lists_every_operation_with_its_required_parameters() => Assert.All(Operations, static resource => Page.Same(
        resource.Value, Page.Rows(resource.Key).Select(static row => $"{Documents.Page.Plain(row[0])}({string.Join(", ", Bold().Matches(row[1]).Select(static m => m.Groups[1].Value))})").Order(StringComparer.Ordinal)));

    [Fact]
    public void The_refusals_of_each_operation_are_those_of_its_rule() => Page.Same(
        OperationRows.Select(static row => $"{row[0]} {row[2]}: {(Documents.Page.Plain(row[2]) == NoRule ? "" : Rules[Documents.Page.Plain(row[2])])}"),
        OperationRows.Select(static row => $"{row[0]} {row[2]}: {(row[3] == NoRule ? "" : row[3])}"));

    [Fact]
    public void Every_rule_has_an_operation_or_says_who_uses_it()
    {
        var internals = Page.Rows("Commands without an operation").ToList();
        Page.Same(
            Rules.Select(static rule => $"{rule.Key}"),
            OperationRows.Select(static row => row[2]).Concat(internals.Select(static row => row[0])).Select(Documents.Page.Plain).Where(static rule => rule != NoRule).Distinct().Order(StringComparer.Ordinal));
        Page.Same(internals.Select(static row => $"{row[0]}: {Rules[Documents.Page.Plain(row[0])]}"), internals.Select(static row => $"{row[0]}: {(row[1] == NoRule ? "" : row[1])}"));
    }

    private static IEnumerable<string[]> OperationRows => Operations.Keys.SelectMany(static heading => Page.Rows(heading));

    private static List<string> Of<TTarget>(IReadOnlyDictionary<string, Operation<TTarget>> operations) =>
        [.. operations.Select(static o => $"{o.Key}({string.Join(", ", Required(o.Value))})").Order(StringComparer.Ordinal)];

    /// <summary>Asks without parameters, gives the one that is missing, and so on.</summary>
    private static List<string> Required<TTarget>(Operation<TTarget> operation)
    {
        var (required, body) = (new List<string>(), new JsonObject());
        while (Missing(operation, body) is { } name)
        {
            required.Add(name);
            body[name] = "";
        }

        return required;
    }

    private static string? Missing<TTarget>(Operation<TTarget> operation, JsonObject body)
    {
        using var document = JsonDocument.Parse(body.ToJsonString());
        var parameters = new Parameters(document.RootElement, new LimitSettings());
        _ = operation(parameters);
        return parameters.Refused is { Status: OrleansChat.ApiHost.Answers.WireStatus.ParameterMissing } missing ? IsRequired().Match(System.Text.Encoding.UTF8.GetString(missing.ToBytes().Span)).Groups[1].Value : null;
    }

    [GeneratedRegex(@"\*\*(\w+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"""(\w+) is required\.")]
    private static partial Regex IsRequired();
}
