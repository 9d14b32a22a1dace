using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Customers (rows 42–45).</summary>
internal static partial class OperationTable
{
    private static Row[] Customers =>
    [
        new(42, "/chats", ["RequestChat"],
        [
            new("nothing", """
                > chris RequestChat {"nickname":"Chris","subject":"Help","endpoint":"first","userData":{"a":1.50,"b":null}} => {"statusCode":0,\
                        "id":"@handle","path":"/api/v2/chats/@handle"}
                    ann | StatusChange Invited [Invited]
                    chris | 1 ParticipantJoined Chris
                    chris | WaitingForAgent: Chris
                """),
            new("nothing", """
                . ann NotReady
                . dan Ready
                > chris RequestChat {"nickname":"Chris","subject":""} => {"statusCode":0,"id":"@handle","path":"/api/v2/chats/@handle"}
                    chris | 1 ParticipantJoined Chris
                    chris | WaitingForAgent: Chris
                > ann Ready => 0
                    ann | Channel chat Ready Off
                    ann | StatusChange Invited [Invited]
                """),
        ])
        { Catalogue = OperationCatalogue.OfContactCenters },
        new(43, "/chats/@handle", ["SendMessage", "SendStartTypingNotification", "SendStopTypingNotification", "Complete"],
        [
            new("conference", """
                > chris SendMessage {"text":"hello"} => 0
                    ann bob cat | NewMessages 7 Text Chris hello
                    sue tom una | NewMessages 8 Text Chris hello
                    chris | 5 Text Chris hello
                > chris SendStartTypingNotification => 0
                    ann bob cat | NewMessages 8 TypingStarted Chris
                    sue tom una | NewMessages 9 TypingStarted Chris
                    chris | 6 TypingStarted Chris
                > chris SendStartTypingNotification => 0
                > chris SendStopTypingNotification => 0
                    ann bob cat | NewMessages 9 TypingStopped Chris
                    sue tom una | NewMessages 10 TypingStopped Chris
                    chris | 7 TypingStopped Chris
                > chris Complete => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una
                    ann bob cat | NewMessages 10 ParticipantLeft Chris
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una
                    sue | NewMessages 11 ParticipantLeft Chris
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una
                    tom | NewMessages 11 ParticipantLeft Chris
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una
                    una | NewMessages 11 ParticipantLeft Chris
                    chris | 8 ParticipantLeft Chris
                    chris | Idle: Ann, Bob, Una
                """),
            new("offered", """
                > chris SendMessage {"text":"is anybody there?"} => 0
                    chris | 2 Text Chris is anybody there?
                > chris Complete => 0
                    ann | StatusChange Revoked []
                    chris | 3 ParticipantLeft Chris
                    chris | Idle
                """),
        ])
        { Catalogue = OperationCatalogue.OfCustomers },
        new(44, "", ["GET /chats/@handle"],
        [
            new("conference", """
                > chris GET /chats/@handle => {"statusCode":0,"chat":{"id":"@handle","state":"Chatting","capabilities":["SendMessage",\
                        "SendStartTypingNotification","SendStopTypingNotification","Complete"],"participants":[{"nickname":"Ann",\
                        "participantId":"2","type":"Agent"},{"nickname":"Bob","participantId":"3","type":"Agent"},{"nickname":"Una",\
                        "participantId":"4","type":"Agent"},{"nickname":"Chris","participantId":"1","type":"Customer"}]}}
                """),
            new("offered", """
                > chris GET /chats/@handle => {"statusCode":0,"chat":{"id":"@handle","state":"WaitingForAgent","capabilities":["SendMessage",\
                        "SendStartTypingNotification","SendStopTypingNotification","Complete"],"participants":[{"nickname":"Chris",\
                        "participantId":"1","type":"Customer"}]}}
                """),
        ]),
        new(45, "", ["GET /chats/@handle/messages"],
        [
            new("conference", """
                . ann SendToAgents {"text":"note"}
                . ann SendMessage {"text":"hi"}
                > chris GET /chats/@handle/messages => {"statusCode":0,"messages":[{"index":1,"type":"ParticipantJoined",\
                        "from":{"nickname":"Chris","participantId":"1","type":"Customer"}},{"index":2,"type":"ParticipantJoined",\
                        "from":{"nickname":"Ann","participantId":"2","type":"Agent"}},{"index":3,"type":"ParticipantJoined",\
                        "from":{"nickname":"Bob","participantId":"3","type":"Agent"}},{"index":4,"type":"ParticipantJoined",\
                        "from":{"nickname":"Una","participantId":"4","type":"Agent"}},{"index":5,"type":"Text","text":"hi",\
                        "from":{"nickname":"Ann","participantId":"2","type":"Agent"}}]}
                > chris GET /chats/@handle/messages => {"statusCode":0,"messages":[]}
                > chris GET /chats/@handle/messages?index=4 => {"statusCode":0,"messages":[{"index":4,"type":"ParticipantJoined",\
                        "from":{"nickname":"Una","participantId":"4","type":"Agent"}},{"index":5,"type":"Text","text":"hi",\
                        "from":{"nickname":"Ann","participantId":"2","type":"Agent"}}]}
                """),
        ]),
    ];
}
