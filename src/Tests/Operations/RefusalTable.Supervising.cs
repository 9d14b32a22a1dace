using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>What supervisors do to agents (rows 27–32): first who asks, and about whom (decisions 10 and 12).</summary>
internal static partial class RefusalTable
{
    private const string NotTheirAgent = """
        ! ann bob | NotASupervisor
        ! boss ann | NotASupervisor
        ! ann ann | NotASupervisor          ; and herself
        ! ann nobody | NotASupervisor       ; and nobody
        ! vic nobody | AgentUnknown
        ! vic foreigner | AgentUnknown
        ! lead foreigner | AgentUnknown     ; and none of theirs
        ! vic vic | Oneself                 ; and none of his
        ! vic dan | NoGroupOfThatAgent
        ! lead ann | NoGroupOfThatAgent

        """;

    private const string NotTheirAgentsChat = """
        ! ann bob main | NotASupervisor
        ! boss ann main | NotASupervisor
        ! ann ann main | NotASupervisor         ; and herself
        ! ann nobody none | NotASupervisor      ; and nobody, and no chat
        ! vic nobody main | AgentUnknown
        ! vic foreigner none | AgentUnknown     ; and no chat
        ! vic vic main | Oneself                ; and none of his
        ! vic vic none | Oneself                ; and no chat
        ! vic dan theirs | NoGroupOfThatAgent   ; and not monitoring
        ! lead ann none | NoGroupOfThatAgent    ; and no chat

        """;

    private const string Channel = "/users/*/channels/*";

    private static string NotTheirAgentsChannel => NotTheirAgent.Replace(" |", " chat |", StringComparison.Ordinal);

    private static Refused[] Supervising =>
    [
        new(27, "/users/*/chats/*", ["Intrude"], OperationCatalogue.OfSupervisedChats, "tom ann gone", NotTheirAgentsChat + """
            tom ann none | ChatUnknown
            tom ann theirs | ChatUnknown
            tom ann offer | ChatUnknown         ; she is only invited
            tom ann wrap | ChatUnknown
            tom ann ended | ChatUnknown
            tom bob pending | ChatUnknown       ; and he is not monitored
            vic ann none | ChatUnknown          ; and she is not monitored
            vic ann gone | NotMonitoring
            vic ann gone {"supervisorVisibilityMode":"Coach"} | NotMonitoring
            sue ann main | NotMonitoring        ; and she is in it
            vic ann pending | NotMonitoring     ; and he is invited
            tom ann main | NotInThisState
            tom ann worn | LimitExceeded        ; he came and switched as often as he may
            """),
        new(28, Channel, ["Monitor"], OperationCatalogue.OfMonitoring, "vic ann chat", NotTheirAgentsChannel + "vic ann voice | NoSuchChannel"),
        new(29, Channel, ["Coach"], OperationCatalogue.OfMonitoring, "vic ann chat", NotTheirAgentsChannel + "vic ann voice | NoSuchChannel"),
        new(30, Channel, ["BargeIn"], OperationCatalogue.OfMonitoring, "vic ann chat", NotTheirAgentsChannel + "vic ann voice | NoSuchChannel"),
        new(31, Channel, ["CancelSupervisorMonitoring"], OperationCatalogue.OfMonitoring, "tom ann chat", NotTheirAgentsChannel + """
            tom ann voice | NoSuchChannel
            vic ann voice | NoSuchChannel       ; and not monitoring
            vic ann chat | NotInThisState
            tom bob chat | NotInThisState
            """),
        new(32, Channel, ["Ready", "NotReady", "Offline", "DoNotDisturbOn", "DoNotDisturbOff"], OperationCatalogue.OfAgentControl, "vic ann chat", """
            ! ann bob chat | NotASupervisor
            ! ann ann chat | NotASupervisor         ; and herself
            ! ann nobody chat | NotASupervisor      ; and nobody
            ! vic nobody chat | AgentUnknown
            ! boss foreigner chat | AgentUnknown
            ! lead foreigner voice | AgentUnknown   ; and none of theirs
            ! vic vic chat | Oneself                ; and none of his
            ! boss boss chat | Oneself
            ! vic dan chat | NoGroupOfThatAgent
            ! lead ann voice | NoGroupOfThatAgent   ; and no such channel
            vic ann voice | NoSuchChannel
            boss eve voice | NoSuchChannel          ; and she has no session
            boss eve chat | NotInThisState
            """),
    ];
}
