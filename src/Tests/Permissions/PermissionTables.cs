using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Permissions;

/// <summary>
/// Who may what, cell by cell. There is one chat: of customer <c>custA</c> and agent <c>ann</c>, with <c>con</c> as a consultant, <c>mona</c> who monitors,
/// <c>cora</c> who coaches, <c>barb</c> who barged in, and <c>ivy</c>, who is invited to barge in. <c>max</c> monitors ann's coming chats, <c>sue</c>
/// might, <c>lea</c> supervises another group only, <c>bob</c> is another agent, <c>boss</c> an administrator; names with an x are those of another contact centre.
/// A cell is the statusCode of the answer. A refusal changes nothing and is told to nobody; where it is 6, it is to the byte the same as for what does not exist.
/// </summary>
internal static class PermissionTables
{
    /// <summary>Done; of a read: answered, and it shows the chat.</summary>
    public const string Allowed = "0";

    /// <summary>Answered, without a word of the chat.</summary>
    public const string Blank = "o";

    /// <summary>Answered.</summary>
    public const string Answered = ".";

    public static readonly Dictionary<string, string> Groups = new()
    {
        ["nobody"] = "anonymous wrongPassword expiredToken endedLogin disabled",
        ["customers"] = "custA custB custX",
        ["strangers"] = "bob sue max lea xann xsue",
        ["admins"] = "boss xboss",
    };

    public static readonly OperationRow[] Catalogue =
    [
        .. OperationCatalogue.OfChats, .. OperationCatalogue.OfMonitoring, .. OperationCatalogue.OfSupervisedChats, .. OperationCatalogue.OfAgentControl,
        .. OperationCatalogue.OfMe, .. OperationCatalogue.OfChannels, .. OperationCatalogue.OfCustomers, .. OperationCatalogue.OfContactCenters,
    ];

    /// <summary>For users the same at <c>/chats/{chat}</c>. Whom an operation turns to is in the contact centre of who asks.</summary>
    private const string OfChats = """
        POST /me/chats/{chat}                | nobody customers strangers admins  ivy mona cora barb con ann
        Accept                               | 20     20        6         6       0   2    2    2    2   2
        Reject                               | 20     20        6         6       0   2    2    2    2   2
        Complete                             | 20     20        6         6       3   3    3    3    3   0
        Complete+queue                       | 20     20        6         6       3   3    3    3    3   0
        Leave                                | 20     20        6         6       2   0    0    0    0   0
        Transfer*                            | 20     20        6         6       2   3    3    0    3   0
        Transfer+queue                       | 20     20        6         6       3   3    3    3    3   0
        Invite*                              | 20     20        6         6       2   3    3    0    3   0
        Consult*                             | 20     20        6         6       2   3    0    0    0   0
        CancelConsult                        | 20     20        6         6       2   2    2    2    2   2
        RemoveParticipantFromConference      | 20     20        6         6       3   3    3    3    3   0
        SendMessage                          | 20     20        6         6       2   0    0    0    0   0
        SendToAgents                         | 20     20        6         6       2   0    0    0    0   0
        SendUrl                              | 20     20        6         6       2   0    0    0    0   0
        SendCustomNotice                     | 20     20        6         6       2   0    0    0    0   0
        SendCustomNoticeToAgents             | 20     20        6         6       2   0    0    0    0   0
        SendStartTypingNotification          | 20     20        6         6       2   0    0    0    0   0
        SendStopTypingNotification           | 20     20        6         6       2   0    0    0    0   0
        SendStartTypingToAgentsNotification  | 20     20        6         6       2   0    0    0    0   0
        SendStopTypingToAgentsNotification   | 20     20        6         6       2   0    0    0    0   0
        AttachUserData                       | 20     20        6         6       2   0    0    0    0   0
        UpdateUserData                       | 20     20        6         6       2   0    0    0    0   0
        DeleteUserData                       | 20     20        6         6       2   0    0    0    0   0
        SetDisposition                       | 20     20        6         6       2   0    0    0    0   0
        SetInFocus                           | 20     20        6         6       2   0    0    0    0   0
        SwitchToMonitor                      | 20     20        6         6       2   0    0    0    3   3
        SwitchToCoach                        | 20     20        6         6       2   0    0    0    3   3
        SwitchToBargeIn                      | 20     20        6         6       2   0    0    0    3   3
        SwitchBargeIn                        | 20     20        6         6       2   0    0    0    3   3
        """;

    /// <summary>custA names the handle, custB (of the same contact centre) the chat's own id, custX (of the other one) custA's handle.</summary>
    private const string OfCustomers = """
        POST /chats/{chat}                   | nobody custA custB custX
        SendMessage                          | 20     0     6     6
        SendStartTypingNotification          | 20     0     6     6
        SendStopTypingNotification           | 20     0     6     6
        SendToAgents                         | 20     2     2     2
        Leave                                | 20     2     2     2
        AttachUserData                       | 20     2     2     2
        Complete                             | 20     0     6     6
        """;

    private const string OfContactCentres = """
        POST /chats                          | nobody customers strangers admins  ivy mona cora barb con ann
        RequestChat                          | 20     0         3         3       3   3    3    3    3   3
        """;

    private const string OfSupervisedChannels = """
        POST /users/{ann}/channels/chat      | nobody customers bob con xann ann  max sue mona lea xsue  boss xboss
        Monitor                              | 20     20        5   5   5    5    0   0   0    5   6     5    5
        Coach                                | 20     20        5   5   5    5    0   0   0    5   6     5    5
        BargeIn                              | 20     20        5   5   5    5    0   0   0    5   6     5    5
        CancelSupervisorMonitoring           | 20     20        5   5   5    5    0   2   2    5   6     5    5
        Ready                                | 20     20        5   5   5    5    0   0   0    5   6     0    6
        NotReady                             | 20     20        5   5   5    5    0   0   0    5   6     0    6
        DoNotDisturbOn                       | 20     20        5   5   5    5    0   0   0    5   6     0    6
        DoNotDisturbOff                      | 20     20        5   5   5    5    0   0   0    5   6     0    6
        Offline                              | 20     20        5   5   5    5    0   0   0    5   6     0    6
        """;

    private const string OfSupervisedChats = """
        POST /users/{ann}/chats/{chat}       | nobody customers bob con xann ann  max sue mona lea xsue  boss xboss
        Intrude                              | 20     20        5   5   5    5    0   3   3    5   6     5    5
        """;

    private const string OfOneself = """
        POST /me                             | nobody customers bob xann ann  sue xsue  boss xboss
        StartContactCenterSession            | 20     20        0   0    0    0   0     5    5
        Ready                                | 20     20        0   0    0    5   5     5    5
        NotReady                             | 20     20        0   0    0    5   5     5    5
        EndContactCenterSession              | 20     20        0   0    0    0   0     0    0
        LogoutEverywhere                     | 20     20        0   0    0    0   0     0    0
        """;

    private const string OfOnesChannel = """
        POST /me/channels/chat               | nobody customers bob ann  sue xsue  boss xboss
        Ready                                | 20     20        0   0    5   5     5    5
        NotReady                             | 20     20        0   0    5   5     5    5
        DoNotDisturbOn                       | 20     20        0   0    5   5     5    5
        DoNotDisturbOff                      | 20     20        0   0    5   5     5    5
        Offline                              | 20     20        0   0    5   5     5    5
        """;

    private const string OfReading = """
        GET                                  | nobody custA custB custX  strangers boss xboss  ivy mona cora barb con ann
        /me                                  | 20     20    20    20     o         o    o      o   o    o    o    o   o
        /me?subresources=*&fields=*          | 20     20    20    20     o         o    o      0   0    0    0    0   0
        /me/channels                         | 20     20    20    20     o         o    o      o   o    o    o    o   o
        /me/channels?fields=*&dndState=Off   | 20     20    20    20     o         o    o      o   o    o    o    o   o
        /me/chats                            | 20     20    20    20     o         o    o      0   0    0    0    0   0
        /me/chats?fields=*                   | 20     20    20    20     o         o    o      0   0    0    0    0   0
        /me/chats?fields=*&id={chat}         | 20     20    20    20     o         o    o      0   0    0    0    0   0
        /me/chats?fields=*&state=Chatting    | 20     20    20    20     o         o    o      o   0    0    0    0   0
        /me/chats/{chat}                     | 20     20    20    20     6         6    6      0   0    0    0    0   0
        /me/chats/{chat}/messages            | 20     20    20    20     6         6    6      2   0    0    0    0   0
        /me/chats/{chat}/messages?index=2    | 20     20    20    20     6         6    6      2   0    0    0    0   0
        /chats/{chat}                        | 20     0     6     6      6         6    6      0   0    0    0    0   0
        /chats/{chat}/messages               | 20     0     6     6      6         6    6      2   0    0    0    0   0
        /chats/{chat}/messages?index=1       | 20     0     6     6      6         6    6      2   0    0    0    0   0
        /settings/agent-states               | 20     20    20    20     o         o    o      o   o    o    o    o   o
        /audit                               | 20     20    20    20     5         .    o      5   5    5    5    5   5
        /audit?chatId={chat}                 | 20     20    20    20     5         0    o      5   5    5    5    5   5
        /audit?supervisor={mona}&agent={ann} | 20     20    20    20     5         .    o      5   5    5    5    5   5
        /diagnostics/version                 | o      o     o     o      o         o    o      o   o    o    o    o   o
        """;

    /// <summary>Routes whose answers are no envelopes, or that have a test of their own.</summary>
    public static readonly string[] Elsewhere = ["GET /health/live", "GET /health/ready", "GET /openapi.json", "GET /asyncapi.json", "ANY /notifications/{**rest}", "ANY /me/events"];

    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        .. PermissionTable.Read(OfCustomers), .. PermissionTable.Read(OfChats).Select(static row => row with { OtherPath = "/chats/{chat}" }),
        .. new[] { OfContactCentres, OfSupervisedChannels, OfSupervisedChats, OfOneself, OfOnesChannel, OfReading }.SelectMany(PermissionTable.Read),
    ];
}
