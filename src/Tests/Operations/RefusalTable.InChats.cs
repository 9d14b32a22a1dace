using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Operations of one's own chats that turn to nobody (rows 1–13, 19–26).</summary>
internal static partial class RefusalTable
{
    private const string Mine = "/me/chats/*";

    private const string OnlyChatting = NotTheirChat + """
        ann offer | NotInThisState
        bob pending | NotInThisState
        vic pending | NotInThisState
        ann wrap | NotInThisState
        bob failed | NotInThisState
        """;

    private const string NotWhileInvited = NotTheirChat + """
        ann offer | NotInThisState
        bob pending | NotInThisState    ; and the chat is full of user data
        vic pending | NotInThisState    ; and the same

        """;

    private const string OnlySupervisors = NotTheirChat + """
        ann main | NotAllowed
        bob main | NotAllowed
        cat main | NotAllowed
        ann wrap | NotAllowed           ; and not in this state
        ann offer | NotAllowed          ; and not in this state
        bob pending | NotAllowed        ; and not in this state
        vic pending | NotInThisState
        """;

    /// <summary>As much was said to whoever would hear it as may be.</summary>
    private static string Full(params string[] names) => OverLimit("full", names);

    /// <summary>These have come and switched as often as they may.</summary>
    private static string Worn(params string[] names) => OverLimit("worn", names);

    private static string OverLimit(string chat, string[] names) => string.Concat(names.Select(name => $"\n{name} {chat} | LimitExceeded"));

    private static Refused[] InChats =>
    [
        new(1, Mine, ["Accept"], OperationCatalogue.OfChats, """ann offer {"nickname":"Ann","saveLAR":true}""", NotTheirChat + """
            ann main | NotInThisState
            sue main | NotInThisState
            ann wrap | NotInThisState
            bob failed | NotInThisState
            """),
        new(2, Mine, ["Reject"], OperationCatalogue.OfChats, "ann offer", NotTheirChat + """
            ann main | NotInThisState
            sue main | NotInThisState
            ann wrap | NotInThisState
            bob failed | NotInThisState
            """),
        new(3, Mine, ["Complete"], OperationCatalogue.OfChats, """ann main {"text":"bye"}""", """
            ann main {"queueName":"nowhere"} | QueueUnknown
            ann none {"queueName":"nowhere"} | QueueUnknown     ; and no such chat
            dan main {"queueName":"nowhere"} | QueueUnknown     ; and no chat of his
            sue main {"queueName":"nowhere"} | QueueUnknown     ; and not allowed
            ann offer {"queueName":"nowhere"} | QueueUnknown    ; and not in this state

            """ + NotTheirChat + """
            sue main | NotAllowed
            tom main | NotAllowed
            una main | NotAllowed
            cat main | NotAllowed
            sue main {"queueName":"second"} | NotAllowed
            vic pending | NotAllowed                            ; and not in this state
            cat pending | NotAllowed                            ; and not in this state
            ann offer | NotInThisState
            bob pending | NotInThisState
            bob failed {"queueName":"second"} | NotInThisState
            """ + Full("ann")),
        new(4, Mine, ["Leave"], OperationCatalogue.OfChats, """ann main {"text":"bye"}""", OnlyChatting + Full("ann", "sue")),
        new(5, Mine, ["SendMessage"], OperationCatalogue.OfChats, """ann main {"text":"hi"}""", OnlyChatting + Full("ann", "sue")),
        new(6, Mine, ["SendToAgents"], OperationCatalogue.OfChats, """ann main {"text":"hi"}""", OnlyChatting + Full("ann", "sue")),
        new(7, Mine, ["SendUrl"], OperationCatalogue.OfChats, """ann main {"url":"https://example.org/"}""", OnlyChatting + Full("ann", "sue")),
        new(8, Mine, ["SendCustomNotice"], OperationCatalogue.OfChats, """ann main {"noticeText":"n"}""", OnlyChatting + Full("ann", "sue")),
        new(9, Mine, ["SendCustomNoticeToAgents"], OperationCatalogue.OfChats, """ann main {"noticeText":"n"}""", OnlyChatting + Full("ann", "sue")),
        new(10, Mine, ["SendStartTypingNotification"], OperationCatalogue.OfChats, "ann main", OnlyChatting + Full("bob", "sue")),
        new(11, Mine, ["SendStopTypingNotification"], OperationCatalogue.OfChats, "ann main", OnlyChatting + Full("ann")),
        new(12, Mine, ["SendStartTypingToAgentsNotification"], OperationCatalogue.OfChats, "ann main", OnlyChatting + Full("bob", "sue")),
        new(13, Mine, ["SendStopTypingToAgentsNotification"], OperationCatalogue.OfChats, "ann main", OnlyChatting + Full("ann")),
        new(19, Mine, ["AttachUserData"], OperationCatalogue.OfChats, """ann main {"userData":{"a":1}}""", NotWhileInvited + "ann pending | LimitExceeded"),
        new(20, Mine, ["UpdateUserData"], OperationCatalogue.OfChats, """ann main {"userData":{"a":1}}""", NotWhileInvited + "ann pending | LimitExceeded"),
        new(21, Mine, ["DeleteUserData"], OperationCatalogue.OfChats, """ann main {"keys":["Subject"]}""", NotWhileInvited),
        new(22, Mine, ["SetDisposition"], OperationCatalogue.OfChats, """ann main {"disposition":"Done"}""", NotWhileInvited + "ann pending | LimitExceeded"),
        new(23, Mine, ["SetInFocus"], OperationCatalogue.OfChats, "ann main", NotWhileInvited),
        new(24, Mine, ["SwitchToMonitor"], OperationCatalogue.OfChats, "una main", OnlySupervisors + Worn("una")),
        new(25, Mine, ["SwitchToCoach"], OperationCatalogue.OfChats, "sue main", OnlySupervisors + Worn("sue", "una")),
        new(26, Mine, ["SwitchToBargeIn", "SwitchBargeIn"], OperationCatalogue.OfChats, "sue main", OnlySupervisors + Worn("sue")),
    ];
}
