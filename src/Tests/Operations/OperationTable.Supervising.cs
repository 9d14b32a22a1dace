using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Supervision (rows 24–32).</summary>
internal static partial class OperationTable
{
    private static Row[] Supervising =>
    [
        new(24, "/me/chats/@chat", ["SwitchToMonitor"],
        [
            new("conference", """
                > tom SwitchToMonitor => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Una, Chris
                    ann bob cat | NewMessages 7 ParticipantLeft Tom~Agents
                    sue tom | ParticipantsUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Supervisors, Una, Chris
                    sue tom | NewMessages 8 ParticipantRejoined Tom~Supervisors
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Supervisors, Una, Chris
                    una | NewMessages 8 ParticipantRejoined Tom~Supervisors
                > una SwitchToMonitor => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Chris
                    ann bob cat | NewMessages 8 ParticipantLeft Una
                    sue tom una | ParticipantsUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Supervisors, Una~Supervisors, Chris
                    sue tom una | NewMessages 9 ParticipantRejoined Una~Supervisors
                    chris | 5 ParticipantLeft Una
                    chris | Chatting: Ann, Bob, Chris
                > sue SwitchToMonitor => 0
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(25, "/me/chats/@chat", ["SwitchToCoach"],
        [
            new("conference", """
                > sue SwitchToCoach => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Sue~Agents, Chris
                    ann bob cat | NewMessages 7 ParticipantJoined Sue~Agents
                    sue tom | ParticipantsUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Tom~Agents, Una, Sue~Agents, Chris
                    sue tom | NewMessages 8 ParticipantRejoined Sue~Agents
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Tom~Agents, Una, Sue~Agents, Chris
                    una | NewMessages 8 ParticipantRejoined Sue~Agents
                > una SwitchToCoach => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una~Agents, Sue~Agents, Chris
                    ann bob cat | NewMessages 8 ParticipantRejoined Una~Agents
                    sue tom una | ParticipantsUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Tom~Agents, Una~Agents, Sue~Agents, Chris
                    sue tom una | NewMessages 9 ParticipantRejoined Una~Agents
                    chris | 5 ParticipantLeft Una
                    chris | Chatting: Ann, Bob, Chris
                > tom SwitchToCoach => 0
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(26, "/me/chats/@chat", ["SwitchToBargeIn", "SwitchBargeIn"],
        [
            new("conference", """
                > sue SwitchToBargeIn => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Sue, Chris
                    ann bob cat | NewMessages 7 ParticipantJoined Sue
                    sue una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Tom~Agents, Una, Sue, Chris
                    sue una | NewMessages 8 ParticipantRejoined Sue
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Tom~Agents, Una, Sue, Chris
                    tom | NewMessages 8 ParticipantRejoined Sue
                    chris | 5 ParticipantJoined Sue
                    chris | Chatting: Ann, Bob, Una, Sue, Chris
                > tom SwitchBargeIn => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Una, Sue, Tom, Chris
                    ann bob cat | NewMessages 8 ParticipantRejoined Tom
                    sue tom una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Una, Sue, Tom, Chris
                    sue tom una | NewMessages 9 ParticipantRejoined Tom
                    chris | 6 ParticipantJoined Tom
                    chris | Chatting: Ann, Bob, Una, Sue, Tom, Chris
                > una SwitchToBargeIn => 0
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(27, "/users/@ann/chats/@chat", ["Intrude"],
        [
            new("conference", """
                . vic Monitor {"nickname":"Vic"}
                > vic Intrude {"supervisorVisibilityMode":"Coach"} => 0
                    vic | StatusChange Invited as Coach [Invited]
                > vic Accept => 0 ref
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Vic~Agents, Chris
                    ann bob cat | NewMessages 7 ParticipantJoined Vic~Agents
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Vic~Agents, Chris
                    sue | NewMessages 8 ParticipantJoined Vic~Agents
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Vic~Agents, Chris
                    tom | NewMessages 8 ParticipantJoined Vic~Agents
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Vic~Agents, Chris
                    una | NewMessages 8 ParticipantJoined Vic~Agents
                    vic | StatusChange Chatting [Coach] ref
                    vic | ParticipantsUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Vic~Agents, Chris ref
                    vic | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Bob, 4 ParticipantJoined Cat~Agents, \
                        5 ParticipantJoined Sue~Supervisors, 6 ParticipantJoined Tom~Agents, 7 ParticipantJoined Una, 8 ParticipantJoined Vic~Agents ref
                """),
            new("served", """
                . vic BargeIn
                > vic Intrude => 0
                    vic | StatusChange Invited as BargeIn [Invited]
                > vic Accept {"nickname":"Vic"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Vic, Chris
                    ann | NewMessages 3 ParticipantJoined Vic
                    vic | StatusChange Chatting [BargeIn] ref
                    vic | ParticipantsUpdated Chatting [BargeIn] Ann, Vic, Chris ref
                    vic | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Vic ref
                    chris | 3 ParticipantJoined Vic
                    chris | Chatting: Ann, Vic, Chris
                """),
            new("supervised", """
                . vic Coach
                > vic Intrude {"supervisorVisibilityMode":"Monitor"} => 0
                    vic | StatusChange Invited as Monitor [Invited]
                > vic Accept {"nickname":"Vic"} => 0 ref
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Vic~Supervisors, Chris
                    sue | NewMessages 6 ParticipantJoined Vic~Supervisors
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Vic~Supervisors, Chris
                    tom | NewMessages 6 ParticipantJoined Vic~Supervisors
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Vic~Supervisors, Chris
                    una | NewMessages 6 ParticipantJoined Vic~Supervisors
                    vic | StatusChange Chatting [Monitor] ref
                    vic | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Vic~Supervisors, Chris ref
                    vic | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Sue~Supervisors, 4 ParticipantJoined Tom~Agents, \
                        5 ParticipantJoined Una, 6 ParticipantJoined Vic~Supervisors ref
                """),
        ])
        { Catalogue = OperationCatalogue.OfSupervisedChats },
        new(28, "/users/@ann/channels/chat", ["Monitor"],
        [
            new("offered", """
                > vic Monitor {"supervisorMonitoringMode":"AllChats","nickname":"Vic"} => 0
                > vic Monitor {"supervisorMonitoringMode":"AllChats","nickname":"Vic"} => 0
                > ann Accept {"nickname":"Ann"} => 0 ref
                    ann | StatusChange Chatting [Agent] ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Chris ref
                    ann | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann ref
                    vic | StatusChange Invited as Monitor [Invited]
                    chris | 2 ParticipantJoined Ann
                    chris | Chatting: Ann, Chris
                > vic Accept => 0 ref
                    vic | StatusChange Chatting [Monitor] ref
                    vic | ParticipantsUpdated Chatting [Monitor] Ann, Vic~Supervisors, Chris ref
                    vic | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Vic~Supervisors ref
                """),
        ])
        { Catalogue = OperationCatalogue.OfMonitoring },
        new(29, "/users/@ann/channels/chat", ["Coach"],
        [
            new("offered", """
                . vic Monitor
                > vic Coach {"supervisorMonitoringMode":"NextChat"} => 0
                > ann Accept {"nickname":"Ann"} => 0 ref
                    ann | StatusChange Chatting [Agent] ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Chris ref
                    ann | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann ref
                    vic | StatusChange Invited as Coach [Invited]
                    chris | 2 ParticipantJoined Ann
                    chris | Chatting: Ann, Chris
                """),
        ])
        { Catalogue = OperationCatalogue.OfMonitoring },
        new(30, "/users/@ann/channels/chat", ["BargeIn"],
        [
            new("conference", """
                > vic BargeIn => 0
                """),
            new("offered", """
                > vic BargeIn => 0
                > ann Accept {"nickname":"Ann"} => 0 ref
                    ann | StatusChange Chatting [Agent] ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Chris ref
                    ann | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann ref
                    vic | StatusChange Invited as BargeIn [Invited]
                    chris | 2 ParticipantJoined Ann
                    chris | Chatting: Ann, Chris
                > vic Accept {"nickname":"Vic"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Vic, Chris
                    ann | NewMessages 3 ParticipantJoined Vic
                    vic | StatusChange Chatting [BargeIn] ref
                    vic | ParticipantsUpdated Chatting [BargeIn] Ann, Vic, Chris ref
                    vic | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Vic ref
                    chris | 3 ParticipantJoined Vic
                    chris | Chatting: Ann, Vic, Chris
                """),
        ])
        { Catalogue = OperationCatalogue.OfMonitoring },
        new(31, "/users/@ann/channels/chat", ["CancelSupervisorMonitoring"],
        [
            new("offered", """
                . vic Coach
                . sue Monitor
                > vic CancelSupervisorMonitoring => 0
                > ann Accept {"nickname":"Ann"} => 0 ref
                    ann | StatusChange Chatting [Agent] ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Chris ref
                    ann | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann ref
                    sue | StatusChange Invited as Monitor [Invited]
                    chris | 2 ParticipantJoined Ann
                    chris | Chatting: Ann, Chris
                """),
            new("served", """
                . vic Coach
                . vic Intrude
                . vic Accept {"nickname":"Vic"}
                > vic CancelSupervisorMonitoring => 0
                > vic SendMessage {"text":"still here"} => 0
                    ann vic | NewMessages 4 Text Vic~Agents (Agents) still here
                """),
        ])
        { Catalogue = OperationCatalogue.OfMonitoring },
        new(32, "/users/@ann/channels/chat", ["Ready", "NotReady", "Offline", "DoNotDisturbOn", "DoNotDisturbOff"],
        [
            new("conference", """
                > vic NotReady => 0
                    ann | Channel chat NotReady Off
                > vic NotReady => 0
                > boss DoNotDisturbOn => 0
                    ann | Channel chat NotReady On
                > vic DoNotDisturbOff => 0
                    ann | Channel chat NotReady Off
                > vic Offline => 0
                    ann | Channel chat LoggedOut
                > boss Ready => 0
                    ann | Channel chat Ready Off
                """),
        ])
        { Catalogue = OperationCatalogue.OfAgentControl },
    ];
}
