using System.Text.Json;
using OrleansChat.Domain.People;

namespace OrleansChat.Tests.Running;

/// <summary>What a parameter takes, and what it does not.</summary>
/// <param name="Good">A value that is accepted, as JSON.</param>
/// <param name="Bad">Values of wrong types or words, as JSON: statusCode 2.</param>
/// <param name="Over">Values over a limit, as JSON: statusCode 10.</param>
public sealed record ParameterKind(string Good, string[] Bad, string[] Over)
{
    /// <summary>Values that look wrong and are taken as they are: up to the limits, and with what browsers, logs and databases take for something else.</summary>
    public string[] Odd { get; init; } = [];

    private static readonly string[] OddTexts =
    [
        "\"\\u0001\\u001f\\u007f\"", "\"\\r\\nSet-Cookie: x=1\"", "\"\\u202eevil\\u202c\"", "\"\\ud83d\\ude00\"", "\"😀\"", "\"\\ufeff\\u2028\\u2029\"", "\"<script>alert(1)</script>\"", "\"' OR 1=1 --\"",
        "\"${jndi:ldap://x.example}\"", "\"{{7*7}}\"", "\"null\"", "\"..\\\\..\\\\x\"",
    ];

    private static readonly string[] NoText = ["1", "true", "{}", "[]", "[\"x\"]", "{\"x\":\"y\"}", "\"a\\u0000b\"", "\"\\ud800\"", "\"x\\udc00\""];

    public static readonly ParameterKind Text = new("\"x\"", [.. NoText, "\"\""], [Long(16 * 1024 + 1), Long(8 * 1024 + 1, 'ä')]) { Odd = [.. OddTexts, Long(16 * 1024), Long(8 * 1024, 'ä'), "\" \""] };
    public static readonly ParameterKind Line = new("\"x\"", NoText, [Long(16 * 1024 + 1)]) { Odd = [.. OddTexts, Long(16 * 1024), "\"\""] };
    public static readonly ParameterKind Nickname = new("\"x\"", NoText, [Long(65)]) { Odd = [.. OddTexts, Long(64), Long(64, 'ä')] };
    public static readonly ParameterKind Word = new("\"x\"", NoText, [Long(257)]) { Odd = [.. OddTexts, Long(256), "\"\""] };
    public static readonly ParameterKind Url = new("\"https://example.org/\"",
        [.. NoText, "\"\"", "\"javascript:alert(1)\"", "\"data:text/html,x\"", "\"/relative\"", "\"http://\"", "\"file:///etc/passwd\"", "\"https://a\\nb\""], [$"\"https://example.org/{new string('x', 16 * 1024)}\""])
        { Odd = [$"\"https://example.org/{new string('x', (16 * 1024) - 20)}\"", "\"HTTP://EXAMPLE.ORG\"", "\"https://example.org/?q=<script>&javascript:alert(1)#ä😀\""] };
    public static readonly ParameterKind Flag = new("true", ["1", "\"true\"", "{}", "[]"], []) { Odd = ["true", "false", "null"] };
    public static readonly ParameterKind Treatment = new("\"Normal\"", ["1", "\"normal\"", "\"\"", "\"Admin\"", "{}"], []) { Odd = ["\"Normal\"", "\"System\"", "null"] };
    public static readonly ParameterKind Scope = new("\"AllChats\"", ["1", "\"allchats\"", "\"\"", "\"0\"", "[]"], []) { Odd = ["\"NextChat\"", "\"AllChats\"", "null"] };
    public static readonly ParameterKind Mode = new("\"Monitor\"", ["1", "\"monitor\"", "\"\"", "\"0\"", "\"Monitor,Coach\"", "{}"], []) { Odd = ["\"Monitor\"", "\"Coach\"", "\"BargeIn\"", "null"] };
    public static readonly ParameterKind Names = new("[\"x\"]", ["\"x\"", "1", "{}", "[1]", "[null]", "[[\"x\"]]", "[\"\\ud800\"]", "[\"\\u0000\"]"],
        [JsonSerializer.Serialize(Enumerable.Range(0, 201).Select(static n => $"k{n}")), $"[{Long(257)}]"]) { Odd = [JsonSerializer.Serialize(Enumerable.Range(0, 200).Select(static n => $"k{n}")), $"[{Long(256)}]", "[\"__proto__\",\"\\u0001\",\"\"]"] };

    public static readonly ParameterKind UserData = new("{\"x\":1}",
        ["\"x\"", "1", "[]", "true", "{\"a\":{}}", "{\"a\":[1]}", "{\"a\":true}", "{\"a\\u0000\":1}", "{\"\\ud800\":1}", "{\"a\":\"\\udfff\"}", "{\"a\":1,\"a\":2}"],
        [$"{{{string.Join(',', Enumerable.Range(0, 201).Select(static n => $"\"k{n}\":1"))}}}", $"{{{string.Join(',', Enumerable.Range(0, 10_000).Select(static n => $"\"{n}\":1"))}}}", $"{{{Long(257)}:1}}", $"{{\"a\":{Long(64 * 1024)}}}"])
        {
            Odd =
            [
                "{}", "{\"__proto__\":\"x\",\"constructor\":null,\"toString\":1}", "{\"\\u0001\\r\\n\":\"\\u202e\",\"😀\":\"😀\",\"<b>\":\"<b>\"}", "{\"n\":1e400,\"m\":-0.0,\"l\":12345678901234567890123456789}",
                $"{{{string.Join(',', Enumerable.Range(0, 200).Select(static n => $"\"k{n}\":1"))}}}", $"{{{Long(256)}:1}}", $"{{\"a\":{Long((64 * 1024) - 1)}}}",
            ],
        };

    private static readonly string[] NoAddress =
    [
        .. NoText, "\"\"", "\"/\"", "\"/users\"", "\"/users/\"", "\"/users/x/y\"", "\"users/x\"", "\"/chats/x\"", "\"http://example.org/users/x\"", "\"ftp://example.org/api/v2/users/x\"",
        "\"/users/00000000000000000000000000000000\"", $"\"/users/{PeopleDirectory.UserIdOf(Team.OtherContactCenterId, "foreigner")}\"", $"\"/users/{PeopleDirectory.UserIdOf(Api.ContactCenterId, "boss")}\"",
        $"\"/users/{Lead.ToUpperInvariant()}\"", "\"/users/..%2f\"", "\"/users/%00\"",
    ];

    /// <summary>A colleague who never starts a session: the operation is in order as far as it can be read.</summary>
    private static string Lead => PeopleDirectory.UserIdOf(Api.ContactCenterId, "lead");

    public static readonly ParameterKind User = new($"\"/users/{Lead}\"", [.. NoAddress, "\"/queues/queue1\"", "\"/contacts/queue1\""], [$"\"/users/{new string('x', 16 * 1024)}\""]);
    public static readonly ParameterKind UserOrQueue = new($"\"/users/{Lead}\"", [.. NoAddress, "\"/queues/nowhere\"", "\"/contacts/abroad\""], [$"\"/users/{new string('x', 16 * 1024)}\""]);

    /// <summary>Beside the target that must be there, any other is one too many.</summary>
    public static readonly ParameterKind OneTooMany = new("\"x\"", ["\"queue1\"", $"\"/users/{Lead}\"", .. NoText], []);

    private static string Long(int length, char character = 'x') => $"\"{new string(character, length)}\"";
}

/// <summary>A parameter of an operation.</summary>
public sealed record ParameterRow(string Name, ParameterKind Kind, bool IsRequired = false);

/// <summary>An operation with its parameters (contract section 13).</summary>
public sealed record OperationRow(string Name, params ParameterRow[] Parameters)
{
    /// <summary>A body that is in order, with this parameter's value replaced, or (<see langword="null"/>) without it.</summary>
    public string Body(string? changed = null, string? value = null)
    {
        var required = Parameters.Where(p => p.IsRequired && p.Name != changed).Select(static p => $",\"{p.Name}\":{p.Kind.Good}");
        return $"{{\"operationName\":\"{Name}\"{string.Concat(required)}{(changed is null || value is null ? "" : $",\"{changed}\":{value}")}}}";
    }
}

/// <summary>The operations of each resource with all their parameters.</summary>
public static class OperationCatalogue
{
    private static readonly ParameterRow Text = new("text", ParameterKind.Text, IsRequired: true);
    private static readonly ParameterRow Type = new("messageType", ParameterKind.Word);
    private static readonly ParameterRow Treatment = new("treatAs", ParameterKind.Treatment);
    private static readonly ParameterRow[] Farewell = [new("text", ParameterKind.Line), new("messageType", ParameterKind.Word with { Over = [] }), Treatment];
    private static readonly ParameterRow Target = new("targetUri", ParameterKind.UserOrQueue, IsRequired: true);
    private static readonly ParameterRow[] OtherTargets = [new("targetPath", ParameterKind.OneTooMany), new("queueName", ParameterKind.OneTooMany)];
    private static readonly ParameterRow UserData = new("userData", ParameterKind.UserData, IsRequired: true);
    private static readonly ParameterRow Scope = new("supervisorMonitoringMode", ParameterKind.Scope);
    private static readonly ParameterRow Nickname = new("nickname", ParameterKind.Nickname);

    public static readonly OperationRow[] OfChats =
    [
        new("Accept", Nickname, new("saveLAR", ParameterKind.Flag)),
        new("Reject"),
        new("Complete", [new("queueName", ParameterKind.Word with { Odd = [] }), new("saveLAR", ParameterKind.Flag), .. Farewell]),
        new("Leave", Farewell),
        new("Transfer", [Target, .. OtherTargets, .. Farewell]),
        new("Invite", [Target, .. OtherTargets]),
        new("Consult", [Target, .. OtherTargets]),
        new("CancelConsult"),
        new("RemoveParticipantFromConference", [new("targetUri", ParameterKind.User, IsRequired: true), new("targetPath", ParameterKind.OneTooMany), .. Farewell]),
        new("SendMessage", Text, Type, Treatment),
        new("SendToAgents", Text, Type, Treatment),
        new("SendUrl", [new("url", ParameterKind.Url, IsRequired: true), .. Farewell]),
        new("SendCustomNotice", [new("noticeText", ParameterKind.Text, IsRequired: true), .. Farewell]),
        new("SendCustomNoticeToAgents", [new("noticeText", ParameterKind.Text, IsRequired: true), .. Farewell]),
        new("SendStartTypingNotification", Farewell),
        new("SendStopTypingNotification", Farewell),
        new("SendStartTypingToAgentsNotification", Farewell),
        new("SendStopTypingToAgentsNotification", Farewell),
        new("AttachUserData", UserData),
        new("UpdateUserData", UserData),
        new("DeleteUserData", new ParameterRow("keys", ParameterKind.Names, IsRequired: true)),
        new("SetDisposition", new("disposition", ParameterKind.Line, IsRequired: true), new("dispositionKey", ParameterKind.Word)),
        new("SetInFocus"),
        new("SwitchToMonitor"),
        new("SwitchToCoach"),
        new("SwitchToBargeIn"),
        new("SwitchBargeIn"),
    ];

    public static readonly OperationRow[] OfMonitoring = [new("Monitor", Scope, Nickname), new("Coach", Scope, Nickname), new("BargeIn", Scope, Nickname), new("CancelSupervisorMonitoring")];

    public static readonly OperationRow[] OfSupervisedChats = [new("Intrude", new ParameterRow("supervisorVisibilityMode", ParameterKind.Mode))];

    public static readonly OperationRow[] OfMe =
    [
        new("StartContactCenterSession", new("channels", ParameterKind.Names with { Odd = [] }, IsRequired: true), new("place", ParameterKind.Word), new("loginCode", ParameterKind.Word),
            new("queue", ParameterKind.Word), new("devicePath", ParameterKind.Word), new("mobileSession", ParameterKind.Flag)),
        new("EndContactCenterSession"),
        new("LogoutEverywhere"),
        new("Ready"),
        new("NotReady"),
    ];

    public static readonly OperationRow[] OfAgentControl = [new("Ready"), new("NotReady"), new("Offline"), new("DoNotDisturbOn"), new("DoNotDisturbOff")];

    public static readonly OperationRow[] OfChannels = [new("Ready"), new("NotReady"), new("Offline"), new("DoNotDisturbOn"), new("DoNotDisturbOff")];

    public static readonly OperationRow[] OfCustomers = [new("SendMessage", Text), new("SendStartTypingNotification"), new("SendStopTypingNotification"), new("Complete")];

    public static readonly OperationRow[] OfContactCenters =
    [
        new("RequestChat", new("nickname", ParameterKind.Nickname, IsRequired: true), new("subject", ParameterKind.Line, IsRequired: true),
            new("endpoint", new ParameterKind("\"x\"", [.. ParameterKind.Word.Bad, "\"nowhere\"", "\"abroad\""], [])), new("userData", ParameterKind.UserData)),
    ];
}
