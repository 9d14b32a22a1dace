using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Operations that turn to somebody (rows 14–18).</summary>
internal static partial class RefusalTable
{
    private const string NoSuchTarget = """
        ann main {"targetUri":"/users/@nobody"} | TargetUnknown
        ann main {"targetPath":"/users/@foreigner"} | TargetUnknown
        ann main {"targetPath":"/users/@boss"} | TargetUnknown
        ann main {"queueName":"nowhere"} | TargetUnknown
        ann main {"targetUri":"/contacts/nowhere"} | TargetUnknown
        ann none {"targetUri":"/users/@nobody"} | TargetUnknown     ; and no such chat
        dan main {"queueName":"nowhere"} | TargetUnknown            ; and no chat of his
        sue main {"targetUri":"/users/@nobody"} | TargetUnknown     ; and not allowed
        ann offer {"targetUri":"/users/@nobody"} | TargetUnknown    ; and not in this state

        """;

    private const string NobodyInReach = """
        ann main {"targetUri":"/users/@ann"} | NotInThisState
        ann main {"targetUri":"/users/@bob"} | NotInThisState       ; he is in it
        ann pending {"targetUri":"/users/@bob"} | NotInThisState    ; he is asked
        ann offer | NotInThisState
        ann offer {"targetUri":"/users/@eve"} | NotInThisState      ; and she is not there
        bob pending | NotInThisState
        bob failed | NotInThisState

        """;

    private static Refused[] Asking =>
    [
        new(14, Mine, ["Transfer"], OperationCatalogue.OfChats, """ann main {"targetUri":"/users/@dan"}""", NoSuchTarget + NotTheirChat + """
            sue main | NotAllowed
            tom main | NotAllowed
            cat main | NotAllowed
            una main {"queueName":"second"} | NotAllowed
            sue main {"targetUri":"/users/@eve"} | NotAllowed           ; and she is not there
            sue main {"targetUri":"/users/@bob"} | NotAllowed           ; and he is in it
            vic pending | NotAllowed                                    ; and not in this state
            cat pending | NotAllowed                                    ; and not in this state

            """ + NobodyInReach + """
            ann offer {"queueName":"second"} | NotInThisState
            ann main {"targetUri":"/users/@eve"} | TargetUnavailable
            ann wrap {"targetUri":"/users/@eve"} | TargetUnavailable
            ann crowd {"targetUri":"/users/@tom"} | LimitExceeded
            ann full {"targetUri":"/users/@dan","text":"bye"} | LimitExceeded
            """),
        new(15, Mine, ["Invite"], OperationCatalogue.OfChats, """ann main {"targetUri":"/users/@dan"}""", NoSuchTarget + NotTheirChat + """
            sue main | NotAllowed
            tom main | NotAllowed
            cat main | NotAllowed
            sue main {"queueName":"second"} | NotAllowed
            sue main {"targetUri":"/users/@eve"} | NotAllowed           ; and she is not there
            sue main {"targetUri":"/users/@bob"} | NotAllowed           ; and he is in it
            vic pending | NotAllowed                                    ; and not in this state
            cat pending | NotAllowed                                    ; and not in this state

            """ + NobodyInReach + """
            ann wrap | NotInThisState
            ann gone | NotInThisState
            ann gone {"targetUri":"/users/@eve"} | NotInThisState       ; and she is not there
            ann main {"targetUri":"/users/@eve"} | TargetUnavailable
            ann crowd {"targetUri":"/users/@tom"} | LimitExceeded
            ann crowd {"queueName":"first"} | LimitExceeded
            """),
        new(16, Mine, ["Consult"], OperationCatalogue.OfChats, """ann main {"targetUri":"/users/@dan"}""", NoSuchTarget + NotTheirChat + """
            sue main | NotAllowed
            sue main {"queueName":"second"} | NotAllowed
            sue main {"targetUri":"/users/@eve"} | NotAllowed           ; and she is not there
            sue main {"targetUri":"/users/@bob"} | NotAllowed           ; and he is in it
            vic pending | NotAllowed                                    ; and not in this state

            """ + NobodyInReach + """
            ann main {"targetUri":"/users/@cat"} | NotInThisState       ; she gives advice already
            cat pending | NotInThisState
            ann wrap | NotInThisState
            ann gone | NotInThisState
            ann gone {"targetUri":"/users/@eve"} | NotInThisState       ; and she is not there
            ann main {"targetUri":"/users/@eve"} | TargetUnavailable
            tom main {"targetUri":"/users/@eve"} | TargetUnavailable
            ann crowd {"targetUri":"/users/@tom"} | LimitExceeded
            ann crowd {"queueName":"first"} | LimitExceeded
            """),
        new(17, Mine, ["CancelConsult"], OperationCatalogue.OfChats, "ann pending", NotTheirChat + """
            ann main | NotInThisState
            sue main | NotInThisState
            bob pending | NotInThisState
            vic pending | NotInThisState
            ann offer | NotInThisState
            ann wrap | NotInThisState
            bob failed | NotInThisState
            """),
        new(18, Mine, ["RemoveParticipantFromConference"], OperationCatalogue.OfChats, """ann main {"targetUri":"/users/@bob"}""", """
            ann main {"targetUri":"/users/@nobody"} | TargetUnknown
            ann main {"targetPath":"/users/@foreigner"} | TargetUnknown
            ann none {"targetUri":"/users/@nobody"} | TargetUnknown     ; and no such chat
            dan main {"targetUri":"/users/@nobody"} | TargetUnknown     ; and no chat of his
            sue main {"targetUri":"/users/@nobody"} | TargetUnknown     ; and not allowed
            ann offer {"targetUri":"/users/@nobody"} | TargetUnknown    ; and not in this state

            """ + NotTheirChat + """
            sue main | NotAllowed
            tom main | NotAllowed
            una main | NotAllowed
            cat main | NotAllowed
            sue main {"targetUri":"/users/@dan"} | NotAllowed           ; and he is not in it
            vic pending | NotAllowed                                    ; and not in this state
            ann main {"targetUri":"/users/@tom"} | NotAllowed           ; a supervisor whom she sees
            ann main {"targetUri":"/users/@una"} | NotAllowed
            ann main {"targetUri":"/users/@sue"} | NotInThisState       ; one whom she does not see is, to her, not there
            ann main {"targetUri":"/users/@dan"} | NotInThisState
            ann main {"targetUri":"/users/@ann"} | NotInThisState
            ann pending | NotInThisState                                ; who is only invited
            ann offer | NotInThisState
            ann wrap | NotInThisState
            bob failed {"targetUri":"/users/@ann"} | NotInThisState
            ann full {"targetUri":"/users/@bob","text":"bye"} | LimitExceeded
            """),
    ];
}
