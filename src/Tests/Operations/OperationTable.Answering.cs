using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Answering and ending (rows 1–4).</summary>
internal static partial class OperationTable
{
    private static Row[] Answering =>
    [
        new(1, "/me/chats/@chat", ["Accept"],
        [
            new("watched", """
                > ann Accept {"nickname":"Ann","saveLAR":true} => 0 ref
                    ann | StatusChange Chatting [Agent] ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Chris ref
                    ann | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann ref
                    sue | StatusChange Invited as Monitor [Invited]
                    tom | StatusChange Invited as Coach [Invited]
                    una | StatusChange Invited as BargeIn [Invited]
                    chris | 2 ParticipantJoined Ann
                    chris | Chatting: Ann, Chris
                > sue Accept {"nickname":"Sue"} => 0 ref
                    sue | StatusChange Chatting [Monitor] ref
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Chris ref
                    sue | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Sue~Supervisors ref
                > tom Accept {"nickname":"Tom"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Chris
                    ann | NewMessages 3 ParticipantJoined Tom~Agents
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Chris
                    sue | NewMessages 4 ParticipantJoined Tom~Agents
                    tom | StatusChange Chatting [Coach] ref
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Chris ref
                    tom | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Sue~Supervisors, 4 ParticipantJoined Tom~Agents ref
                > una Accept {"nickname":"Una"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Chris
                    ann | NewMessages 4 ParticipantJoined Una
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Chris
                    sue | NewMessages 5 ParticipantJoined Una
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Chris
                    tom | NewMessages 5 ParticipantJoined Una
                    una | StatusChange Chatting [BargeIn] ref
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Chris ref
                    una | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Sue~Supervisors, 4 ParticipantJoined Tom~Agents, \
                        5 ParticipantJoined Una ref
                    chris | 3 ParticipantJoined Una
                    chris | Chatting: Ann, Una, Chris
                """),
            new("supervised", """
                . ann Invite {"targetPath":"/users/@bob"}
                . ann Consult {"targetPath":"/users/@cat"}
                > bob Accept {"nickname":"Bob"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob, Chris ref before
                    ann | NewMessages 5 ParticipantJoined Bob ref before
                    bob | StatusChange Chatting [Agent] ref
                    bob | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob, Chris ref
                    bob | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Tom~Agents, 4 ParticipantJoined Una, \
                        5 ParticipantJoined Bob ref
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    sue | NewMessages 6 ParticipantJoined Bob
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    tom | NewMessages 6 ParticipantJoined Bob
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    una | NewMessages 6 ParticipantJoined Bob
                    chris | 4 ParticipantJoined Bob
                    chris | Chatting: Ann, Una, Bob, Chris
                > cat Accept {"nickname":"Cat"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob, Cat~Agents, Chris ref before
                    ann | NewMessages 6 ParticipantJoined Cat~Agents ref before
                    bob | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob, Cat~Agents, Chris
                    bob | NewMessages 6 ParticipantJoined Cat~Agents
                    cat | StatusChange Chatting [Agent] ref
                    cat | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob, Cat~Agents, Chris ref
                    cat | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Tom~Agents, 4 ParticipantJoined Una, \
                        5 ParticipantJoined Bob, 6 ParticipantJoined Cat~Agents ref
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Cat~Agents, Chris
                    sue | NewMessages 7 ParticipantJoined Cat~Agents
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Cat~Agents, Chris
                    tom | NewMessages 7 ParticipantJoined Cat~Agents
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Cat~Agents, Chris
                    una | NewMessages 7 ParticipantJoined Cat~Agents
                """),
            new("supervised", """
                . ann Transfer {"targetPath":"/users/@bob"}
                . chris Complete
                > bob Accept => 0 ref
                    ann | StatusChange Completed [] ref before
                    bob | StatusChange JoinFailed [JoinFailed] ref
                    sue tom una | StatusChange Revoked []
                    chris | 5 ParticipantLeft Ann
                    chris | 6 ParticipantLeft Una
                    chris | Idle
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(2, "/me/chats/@chat", ["Reject"],
        [
            new("offered", """
                . bob Ready
                > ann Reject => 0
                    ann | StatusChange Completed []
                    bob | StatusChange Invited [Invited]
                """),
            new("supervised", """
                . ann Invite {"targetPath":"/users/@bob"}
                . ann Consult {"targetPath":"/users/@cat"}
                . vic Monitor
                . vic Intrude {"supervisorVisibilityMode":"BargeIn"}
                > bob Reject => 0
                    ann | Error Chatting [Agent] Ann, Tom~Agents, Una, Chris 'The invitation was rejected.' ref before
                    bob | StatusChange Completed []
                > cat Reject => 0
                    ann | Error Chatting [Agent] Ann, Tom~Agents, Una, Chris 'The invitation was rejected.' ref before
                    cat | StatusChange Completed []
                > vic Reject => 0
                    vic | StatusChange Completed []
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(3, "/me/chats/@chat", ["Complete"],
        [
            new("conference", """
                > ann Complete {"text":"bye","messageType":"Farewell","treatAs":"System","saveLAR":true} => 0
                    ann | NewMessages 7 Text Ann bye
                    ann | StatusChange Completed []
                    bob cat | NewMessages 7 Text Ann bye
                    bob cat | StatusChange Revoked []
                    sue tom una | NewMessages 8 Text Ann bye
                    sue tom una | StatusChange Revoked []
                    chris | 5 Text Ann bye
                    chris | 6 ParticipantLeft Ann
                    chris | 7 ParticipantLeft Bob
                    chris | 8 ParticipantLeft Una
                    chris | Idle
                """),
            new("conference", """
                > bob Complete {"queueName":"second"} => 0
                    ann cat sue tom una | StatusChange Revoked []
                    bob | StatusChange Completed []
                    chris | 5 ParticipantLeft Ann
                    chris | 6 ParticipantLeft Bob
                    chris | 7 ParticipantLeft Una
                    chris | WaitingForAgent: Chris
                """),
            new("served", """
                . ann Leave
                > ann Complete => 0
                    ann | StatusChange Completed []
                """),
            new("served", """
                . ann Transfer {"targetPath":"/users/@bob"}
                . chris Complete
                . bob Accept
                > bob Complete => 0
                    bob | StatusChange Completed []
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(4, "/me/chats/@chat", ["Leave"],
        [
            new("conference", """
                > cat Leave {"text":"what cat says is for agents"} => 0
                    ann bob | NewMessages 7 Text Cat~Agents (Agents) what cat says is for agents
                    ann bob | ParticipantsUpdated Chatting [Agent] Ann, Bob, Tom~Agents, Una, Chris
                    ann bob | NewMessages 8 ParticipantLeft Cat~Agents
                    cat | NewMessages 7 Text Cat~Agents (Agents) what cat says is for agents
                    cat | StatusChange Completed []
                    sue | NewMessages 8 Text Cat~Agents (Agents) what cat says is for agents
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Bob, Sue~Supervisors, Tom~Agents, Una, Chris
                    sue | NewMessages 9 ParticipantLeft Cat~Agents
                    tom | NewMessages 8 Text Cat~Agents (Agents) what cat says is for agents
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Bob, Sue~Supervisors, Tom~Agents, Una, Chris
                    tom | NewMessages 9 ParticipantLeft Cat~Agents
                    una | NewMessages 8 Text Cat~Agents (Agents) what cat says is for agents
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Sue~Supervisors, Tom~Agents, Una, Chris
                    una | NewMessages 9 ParticipantLeft Cat~Agents
                > sue Leave => 0
                    sue | StatusChange Completed []
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Bob, Tom~Agents, Una, Chris
                    tom | NewMessages 10 ParticipantLeft Sue~Supervisors
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Tom~Agents, Una, Chris
                    una | NewMessages 10 ParticipantLeft Sue~Supervisors
                > tom Leave => 0
                    ann bob | ParticipantsUpdated Chatting [Agent] Ann, Bob, Una, Chris
                    ann bob | NewMessages 9 ParticipantLeft Tom~Agents
                    tom | StatusChange Completed []
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Una, Chris
                    una | NewMessages 11 ParticipantLeft Tom~Agents
                > una Leave => 0
                    ann bob | ParticipantsUpdated Chatting [Agent] Ann, Bob, Chris
                    ann bob | NewMessages 10 ParticipantLeft Una
                    una | StatusChange Completed []
                    chris | 5 ParticipantLeft Una
                    chris | Chatting: Ann, Bob, Chris
                > bob Leave {"text":"bye"} => 0
                    ann | NewMessages 11 Text Bob bye
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Chris
                    ann | NewMessages 12 ParticipantLeft Bob
                    bob | NewMessages 11 Text Bob bye
                    bob | StatusChange Completed []
                    chris | 6 Text Bob bye
                    chris | 7 ParticipantLeft Bob
                    chris | Chatting: Ann, Chris
                > ann Leave => 0
                    ann | StatusChange LeftChat [WrapUp]
                    ann | ParticipantsUpdated LeftChat [WrapUp]
                    ann | NewMessages 13 ParticipantLeft Ann
                    chris | 8 ParticipantLeft Ann
                    chris | Idle
                """),
            new("consulted", """
                > ann Leave {"text":"good-bye"} => 0
                    ann | NewMessages 6 Text Ann good-bye
                    ann | StatusChange LeftChat [WrapUp]
                    ann | ParticipantsUpdated LeftChat [WrapUp]
                    ann | NewMessages 7 ParticipantLeft Ann, 8 ParticipantLeft Cat~Agents, 9 ParticipantLeft Tom~Agents, 10 ParticipantLeft Una
                    cat | NewMessages 6 Text Ann good-bye
                    cat | StatusChange Revoked []
                    sue tom una | NewMessages 7 Text Ann good-bye
                    sue tom una | StatusChange Revoked []
                    chris | 4 Text Ann good-bye
                    chris | 5 ParticipantLeft Ann
                    chris | 6 ParticipantLeft Una
                    chris | Idle
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
    ];
}
