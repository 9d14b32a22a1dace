using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Handing over and asking in (rows 14–18).</summary>
internal static partial class OperationTable
{
    private static Row[] Asking =>
    [
        new(14, "/me/chats/@chat", ["Transfer"],
        [
            new("supervised", """
                > ann Transfer {"targetUri":"http://elsewhere.example/api/v2/users/@bob","text":"Bob can help"} => 0 ref
                    ann | NewMessages 5 Text Ann Bob can help ref
                    bob | StatusChange Invited [Invited]
                    sue tom una | NewMessages 6 Text Ann Bob can help
                    chris | 4 Text Ann Bob can help
                > bob Reject => 0
                    ann | Error Chatting [Agent] Ann, Tom~Agents, Una, Chris 'The invitation was rejected.' ref before
                    bob | StatusChange Completed []
                > ann Transfer {"targetPath":"/users/@bob"} => 0 ref
                    bob | StatusChange Invited [Invited]
                > bob Accept {"nickname":"Bob"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob, Chris ref before
                    ann | NewMessages 6 ParticipantJoined Bob ref before
                    ann | StatusChange Completed [] ref before
                    bob | StatusChange Chatting [Agent] ref
                    bob | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob, Chris ref
                    bob | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Tom~Agents, 4 ParticipantJoined Una, \
                        5 Text Ann Bob can help, 6 ParticipantJoined Bob ref
                    bob | ParticipantsUpdated Chatting [Agent] Tom~Agents, Una, Bob, Chris
                    bob | NewMessages 7 ParticipantLeft Ann
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    sue | NewMessages 7 ParticipantJoined Bob
                    sue | ParticipantsUpdated Chatting [Monitor] Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    sue | NewMessages 8 ParticipantLeft Ann
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    tom | NewMessages 7 ParticipantJoined Bob
                    tom | ParticipantsUpdated Chatting [Coach] Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    tom | NewMessages 8 ParticipantLeft Ann
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    una | NewMessages 7 ParticipantJoined Bob
                    una | ParticipantsUpdated Chatting [BargeIn] Sue~Supervisors, Tom~Agents, Una, Bob, Chris
                    una | NewMessages 8 ParticipantLeft Ann
                    chris | 5 ParticipantJoined Bob
                    chris | 6 ParticipantLeft Ann
                    chris | Chatting: Una, Bob, Chris
                """),
            new("supervised", """
                . dan Ready
                > ann Transfer {"queueName":"second","text":"one moment"} => 0 ref
                    ann | NewMessages 5 Text Ann one moment ref
                    ann | StatusChange Completed [] ref
                    dan | StatusChange Invited [Invited]
                    sue tom una | NewMessages 6 Text Ann one moment
                    sue tom una | StatusChange Revoked []
                    chris | 4 Text Ann one moment
                    chris | 5 ParticipantLeft Ann
                    chris | 6 ParticipantLeft Una
                    chris | WaitingForAgent: Chris
                > dan Accept {"nickname":"Dan"} => 0 ref
                    dan | StatusChange Chatting [Agent] ref
                    dan | ParticipantsUpdated Chatting [Agent] Dan, Chris ref
                    dan | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Tom~Agents, 4 ParticipantJoined Una, \
                        5 Text Ann one moment, 6 ParticipantLeft Ann, 7 ParticipantLeft Tom~Agents, 8 ParticipantLeft Una, 9 ParticipantJoined Dan ref
                    chris | 7 ParticipantJoined Dan
                    chris | Chatting: Dan, Chris
                """),
            new("consulted", """
                > ann Transfer {"targetPath":"/users/@cat"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Cat, Chris ref
                    ann | NewMessages 6 ParticipantRejoined Cat ref
                    ann | StatusChange Completed [] ref
                    cat | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Cat, Chris
                    cat | NewMessages 6 ParticipantRejoined Cat
                    cat | ParticipantsUpdated Chatting [Agent] Tom~Agents, Una, Cat, Chris
                    cat | NewMessages 7 ParticipantLeft Ann
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    sue | NewMessages 7 ParticipantRejoined Cat
                    sue | ParticipantsUpdated Chatting [Monitor] Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    sue | NewMessages 8 ParticipantLeft Ann
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    tom | NewMessages 7 ParticipantRejoined Cat
                    tom | ParticipantsUpdated Chatting [Coach] Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    tom | NewMessages 8 ParticipantLeft Ann
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    una | NewMessages 7 ParticipantRejoined Cat
                    una | ParticipantsUpdated Chatting [BargeIn] Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    una | NewMessages 8 ParticipantLeft Ann
                    chris | 4 ParticipantJoined Cat
                    chris | 5 ParticipantLeft Ann
                    chris | Chatting: Una, Cat, Chris
                """),
            new("served", """
                . ann Leave
                > ann Transfer {"targetPath":"/users/@bob"} => 0 ref
                    bob | StatusChange Invited [Invited]
                > bob Accept => 0 ref
                    ann | StatusChange Completed [] ref before
                    bob | StatusChange JoinFailed [JoinFailed] ref
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(15, "/me/chats/@chat", ["Invite"],
        [
            new("supervised", """
                > ann Invite {"targetPath":"/users/@bob"} => 0 ref
                    bob | StatusChange Invited [Invited]
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
                """),
            new("consulted", """
                > ann Invite {"targetUri":"/users/@cat"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Cat, Chris ref
                    ann | NewMessages 6 ParticipantRejoined Cat ref
                    cat | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Cat, Chris
                    cat | NewMessages 6 ParticipantRejoined Cat
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    sue | NewMessages 7 ParticipantRejoined Cat
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    tom | NewMessages 7 ParticipantRejoined Cat
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Cat, Chris
                    una | NewMessages 7 ParticipantRejoined Cat
                    chris | 4 ParticipantJoined Cat
                    chris | Chatting: Ann, Una, Cat, Chris
                """),
            new("supervised", """
                . dan Ready
                > una Invite {"queueName":"second"} => 0 ref
                    dan | StatusChange Invited [Invited]
                > dan Accept {"nickname":"Dan"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Dan, Chris
                    ann | NewMessages 5 ParticipantJoined Dan
                    dan | StatusChange Chatting [Agent] ref
                    dan | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Dan, Chris ref
                    dan | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Tom~Agents, 4 ParticipantJoined Una, \
                        5 ParticipantJoined Dan ref
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Dan, Chris
                    sue | NewMessages 6 ParticipantJoined Dan
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Dan, Chris
                    tom | NewMessages 6 ParticipantJoined Dan
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Dan, Chris ref before
                    una | NewMessages 6 ParticipantJoined Dan ref before
                    chris | 4 ParticipantJoined Dan
                    chris | Chatting: Ann, Una, Dan, Chris
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(16, "/me/chats/@chat", ["Consult"],
        [
            new("supervised", """
                > ann Consult {"targetPath":"/users/@bob"} => 0 ref
                    bob | StatusChange Invited [Invited]
                > bob Accept {"nickname":"Bob"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob~Agents, Chris ref before
                    ann | NewMessages 5 ParticipantJoined Bob~Agents ref before
                    bob | StatusChange Chatting [Agent] ref
                    bob | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Bob~Agents, Chris ref
                    bob | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Tom~Agents, 4 ParticipantJoined Una, \
                        5 ParticipantJoined Bob~Agents ref
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Bob~Agents, Chris
                    sue | NewMessages 6 ParticipantJoined Bob~Agents
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Bob~Agents, Chris
                    tom | NewMessages 6 ParticipantJoined Bob~Agents
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Bob~Agents, Chris
                    una | NewMessages 6 ParticipantJoined Bob~Agents
                """),
            new("supervised", """
                . dan Ready
                > tom Consult {"targetUri":"/contacts/second"} => 0 ref
                    dan | StatusChange Invited [Invited]
                > dan Accept {"nickname":"Dan"} => 0 ref
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Dan~Agents, Chris
                    ann | NewMessages 5 ParticipantJoined Dan~Agents
                    dan | StatusChange Chatting [Agent] ref
                    dan | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Dan~Agents, Chris ref
                    dan | NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann, 3 ParticipantJoined Tom~Agents, 4 ParticipantJoined Una, \
                        5 ParticipantJoined Dan~Agents ref
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Dan~Agents, Chris
                    sue | NewMessages 6 ParticipantJoined Dan~Agents
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Dan~Agents, Chris ref before
                    tom | NewMessages 6 ParticipantJoined Dan~Agents ref before
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Dan~Agents, Chris
                    una | NewMessages 6 ParticipantJoined Dan~Agents
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(17, "/me/chats/@chat", ["CancelConsult"],
        [
            new("supervised", """
                . ann Consult {"targetPath":"/users/@bob"}
                . ann Consult {"targetPath":"/users/@cat"}
                . ann Invite {"targetPath":"/users/@dan"}
                > ann CancelConsult => 0 ref
                    bob cat | StatusChange Revoked []
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(18, "/me/chats/@chat", ["RemoveParticipantFromConference"],
        [
            new("conference", """
                > ann RemoveParticipantFromConference {"targetUri":"/users/@bob","text":"Bob leaves us"} => 0
                    ann cat | NewMessages 7 Text Ann Bob leaves us
                    ann cat | ParticipantsUpdated Chatting [Agent] Ann, Cat~Agents, Tom~Agents, Una, Chris
                    ann cat | NewMessages 8 ParticipantLeft Bob
                    bob | NewMessages 7 Text Ann Bob leaves us
                    bob | StatusChange Revoked []
                    sue | NewMessages 8 Text Ann Bob leaves us
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris
                    sue | NewMessages 9 ParticipantLeft Bob
                    tom | NewMessages 8 Text Ann Bob leaves us
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris
                    tom | NewMessages 9 ParticipantLeft Bob
                    una | NewMessages 8 Text Ann Bob leaves us
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris
                    una | NewMessages 9 ParticipantLeft Bob
                    chris | 5 Text Ann Bob leaves us
                    chris | 6 ParticipantLeft Bob
                    chris | Chatting: Ann, Una, Chris
                > ann RemoveParticipantFromConference {"targetPath":"/users/@cat"} => 0
                    ann | ParticipantsUpdated Chatting [Agent] Ann, Tom~Agents, Una, Chris
                    ann | NewMessages 9 ParticipantLeft Cat~Agents
                    cat | StatusChange Revoked []
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Sue~Supervisors, Tom~Agents, Una, Chris
                    sue | NewMessages 10 ParticipantLeft Cat~Agents
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Sue~Supervisors, Tom~Agents, Una, Chris
                    tom | NewMessages 10 ParticipantLeft Cat~Agents
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Sue~Supervisors, Tom~Agents, Una, Chris
                    una | NewMessages 10 ParticipantLeft Cat~Agents
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
    ];
}
