using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>What is written (rows 5–13): who sees it is the narrower of what was asked for and what the sender has.</summary>
internal static partial class OperationTable
{
    private static Row[] Talking =>
    [
        new(5, "/me/chats/@chat", ["SendMessage"],
        [
            new("conference", """
                > ann SendMessage {"text":"hi","messageType":"Greeting","treatAs":"System"} => 0
                    ann bob cat | NewMessages 7 Text Ann hi
                    sue tom una | NewMessages 8 Text Ann hi
                    chris | 5 Text Ann hi
                > cat SendMessage {"text":"hi","messageType":"Greeting","treatAs":"System"} => 0
                    ann bob cat | NewMessages 8 Text Cat~Agents (Agents) hi
                    sue tom una | NewMessages 9 Text Cat~Agents (Agents) hi
                > sue SendMessage {"text":"hi","messageType":"Greeting","treatAs":"System"} => 0
                    sue tom una | NewMessages 10 Text Sue~Supervisors (Supervisors) hi
                > tom SendMessage {"text":"hi","messageType":"Greeting","treatAs":"System"} => 0
                    ann bob cat | NewMessages 9 Text Tom~Agents (Agents) hi
                    sue tom una | NewMessages 11 Text Tom~Agents (Agents) hi
                > una SendMessage {"text":"hi","messageType":"Greeting","treatAs":"System"} => 0
                    ann bob cat | NewMessages 10 Text Una hi
                    sue tom una | NewMessages 12 Text Una hi
                    chris | 6 Text Una hi
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(6, "/me/chats/@chat", ["SendToAgents"],
        [
            new("conference", """
                > ann SendToAgents {"text":"psst","messageType":"Note","treatAs":"Normal"} => 0
                    ann bob cat | NewMessages 7 Text Ann (Agents) psst
                    sue tom una | NewMessages 8 Text Ann (Agents) psst
                > cat SendToAgents {"text":"psst","messageType":"Note","treatAs":"Normal"} => 0
                    ann bob cat | NewMessages 8 Text Cat~Agents (Agents) psst
                    sue tom una | NewMessages 9 Text Cat~Agents (Agents) psst
                > sue SendToAgents {"text":"psst","messageType":"Note","treatAs":"Normal"} => 0
                    sue tom una | NewMessages 10 Text Sue~Supervisors (Supervisors) psst
                > tom SendToAgents {"text":"psst","messageType":"Note","treatAs":"Normal"} => 0
                    ann bob cat | NewMessages 9 Text Tom~Agents (Agents) psst
                    sue tom una | NewMessages 11 Text Tom~Agents (Agents) psst
                > una SendToAgents {"text":"psst","messageType":"Note","treatAs":"Normal"} => 0
                    ann bob cat | NewMessages 10 Text Una (Agents) psst
                    sue tom una | NewMessages 12 Text Una (Agents) psst
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(7, "/me/chats/@chat", ["SendUrl"],
        [
            new("conference", """
                > ann SendUrl {"url":"https://example.org/?a=b#c"} => 0
                    ann bob cat | NewMessages 7 PushUrl Ann https://example.org/?a=b#c
                    sue tom una | NewMessages 8 PushUrl Ann https://example.org/?a=b#c
                    chris | 5 PushUrl Ann https://example.org/?a=b#c
                > ann SendUrl {"url":"http://example.org/","text":"look"} => 0
                    ann bob cat | NewMessages 8 Text Ann look
                    ann bob cat | NewMessages 9 PushUrl Ann http://example.org/
                    sue tom una | NewMessages 9 Text Ann look
                    sue tom una | NewMessages 10 PushUrl Ann http://example.org/
                    chris | 6 Text Ann look
                    chris | 7 PushUrl Ann http://example.org/
                > cat SendUrl {"url":"https://example.org/"} => 0
                    ann bob cat | NewMessages 10 PushUrl Cat~Agents (Agents) https://example.org/
                    sue tom una | NewMessages 11 PushUrl Cat~Agents (Agents) https://example.org/
                > sue SendUrl {"url":"https://example.org/"} => 0
                    sue tom una | NewMessages 12 PushUrl Sue~Supervisors (Supervisors) https://example.org/
                > una SendUrl {"url":"https://example.org/"} => 0
                    ann bob cat | NewMessages 11 PushUrl Una https://example.org/
                    sue tom una | NewMessages 13 PushUrl Una https://example.org/
                    chris | 8 PushUrl Una https://example.org/
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(8, "/me/chats/@chat", ["SendCustomNotice"],
        [
            new("conference", """
                > ann SendCustomNotice {"noticeText":"n"} => 0
                    ann bob cat | NewMessages 7 CustomNotice Ann n
                    sue tom una | NewMessages 8 CustomNotice Ann n
                    chris | 5 CustomNotice Ann n
                > ann SendCustomNotice {"noticeText":"n","text":"see"} => 0
                    ann bob cat | NewMessages 8 Text Ann see
                    ann bob cat | NewMessages 9 CustomNotice Ann n
                    sue tom una | NewMessages 9 Text Ann see
                    sue tom una | NewMessages 10 CustomNotice Ann n
                    chris | 6 Text Ann see
                    chris | 7 CustomNotice Ann n
                > sue SendCustomNotice {"noticeText":"n"} => 0
                    sue tom una | NewMessages 11 CustomNotice Sue~Supervisors (Supervisors) n
                > tom SendCustomNotice {"noticeText":"n"} => 0
                    ann bob cat | NewMessages 10 CustomNotice Tom~Agents (Agents) n
                    sue tom una | NewMessages 12 CustomNotice Tom~Agents (Agents) n
                > una SendCustomNotice {"noticeText":"n"} => 0
                    ann bob cat | NewMessages 11 CustomNotice Una n
                    sue tom una | NewMessages 13 CustomNotice Una n
                    chris | 8 CustomNotice Una n
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(9, "/me/chats/@chat", ["SendCustomNoticeToAgents"],
        [
            new("conference", """
                > ann SendCustomNoticeToAgents {"noticeText":"n"} => 0
                    ann bob cat | NewMessages 7 CustomNotice Ann (Agents) n
                    sue tom una | NewMessages 8 CustomNotice Ann (Agents) n
                > ann SendCustomNoticeToAgents {"noticeText":"n","text":"see"} => 0
                    ann bob cat | NewMessages 8 Text Ann (Agents) see
                    ann bob cat | NewMessages 9 CustomNotice Ann (Agents) n
                    sue tom una | NewMessages 9 Text Ann (Agents) see
                    sue tom una | NewMessages 10 CustomNotice Ann (Agents) n
                > sue SendCustomNoticeToAgents {"noticeText":"n"} => 0
                    sue tom una | NewMessages 11 CustomNotice Sue~Supervisors (Supervisors) n
                > tom SendCustomNoticeToAgents {"noticeText":"n"} => 0
                    ann bob cat | NewMessages 10 CustomNotice Tom~Agents (Agents) n
                    sue tom una | NewMessages 12 CustomNotice Tom~Agents (Agents) n
                > una SendCustomNoticeToAgents {"noticeText":"n"} => 0
                    ann bob cat | NewMessages 11 CustomNotice Una (Agents) n
                    sue tom una | NewMessages 13 CustomNotice Una (Agents) n
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(10, "/me/chats/@chat", ["SendStartTypingNotification"],
        [
            new("conference", """
                > ann SendStartTypingNotification => 0
                    ann bob cat | NewMessages 7 TypingStarted Ann
                    sue tom una | NewMessages 8 TypingStarted Ann
                    chris | 5 TypingStarted Ann
                > ann SendStartTypingNotification => 0
                > sue SendStartTypingNotification => 0
                    sue tom una | NewMessages 9 TypingStarted Sue~Supervisors (Supervisors)
                > tom SendStartTypingNotification => 0
                    ann bob cat | NewMessages 8 TypingStarted Tom~Agents (Agents)
                    sue tom una | NewMessages 10 TypingStarted Tom~Agents (Agents)
                > una SendStartTypingNotification => 0
                    ann bob cat | NewMessages 9 TypingStarted Una
                    sue tom una | NewMessages 11 TypingStarted Una
                    chris | 6 TypingStarted Una
                > bob SendStartTypingNotification {"text":"wait"} => 0
                    ann bob cat | NewMessages 10 Text Bob wait
                    ann bob cat | NewMessages 11 TypingStarted Bob
                    sue tom una | NewMessages 12 Text Bob wait
                    sue tom una | NewMessages 13 TypingStarted Bob
                    chris | 7 Text Bob wait
                    chris | 8 TypingStarted Bob
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(11, "/me/chats/@chat", ["SendStopTypingNotification"],
        [
            new("conference", """
                . ann SendStartTypingNotification
                . sue SendStartTypingNotification
                . tom SendStartTypingNotification
                . una SendStartTypingNotification
                > ann SendStopTypingNotification => 0
                    ann bob cat | NewMessages 10 TypingStopped Ann
                    sue tom una | NewMessages 12 TypingStopped Ann
                    chris | 7 TypingStopped Ann
                > ann SendStopTypingNotification => 0
                > sue SendStopTypingNotification => 0
                    sue tom una | NewMessages 13 TypingStopped Sue~Supervisors (Supervisors)
                > tom SendStopTypingNotification => 0
                    ann bob cat | NewMessages 11 TypingStopped Tom~Agents (Agents)
                    sue tom una | NewMessages 14 TypingStopped Tom~Agents (Agents)
                > una SendStopTypingNotification => 0
                    ann bob cat | NewMessages 12 TypingStopped Una
                    sue tom una | NewMessages 15 TypingStopped Una
                    chris | 8 TypingStopped Una
                > bob SendStopTypingNotification {"text":"done"} => 0
                    ann bob cat | NewMessages 13 Text Bob done
                    sue tom una | NewMessages 16 Text Bob done
                    chris | 9 Text Bob done
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(12, "/me/chats/@chat", ["SendStartTypingToAgentsNotification"],
        [
            new("conference", """
                > ann SendStartTypingToAgentsNotification => 0
                    ann bob cat | NewMessages 7 TypingStarted Ann (Agents)
                    sue tom una | NewMessages 8 TypingStarted Ann (Agents)
                > ann SendStartTypingToAgentsNotification => 0
                > sue SendStartTypingToAgentsNotification => 0
                    sue tom una | NewMessages 9 TypingStarted Sue~Supervisors (Supervisors)
                > tom SendStartTypingToAgentsNotification => 0
                    ann bob cat | NewMessages 8 TypingStarted Tom~Agents (Agents)
                    sue tom una | NewMessages 10 TypingStarted Tom~Agents (Agents)
                > una SendStartTypingToAgentsNotification => 0
                    ann bob cat | NewMessages 9 TypingStarted Una (Agents)
                    sue tom una | NewMessages 11 TypingStarted Una (Agents)
                > bob SendStartTypingToAgentsNotification {"text":"wait"} => 0
                    ann bob cat | NewMessages 10 Text Bob (Agents) wait
                    ann bob cat | NewMessages 11 TypingStarted Bob (Agents)
                    sue tom una | NewMessages 12 Text Bob (Agents) wait
                    sue tom una | NewMessages 13 TypingStarted Bob (Agents)
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(13, "/me/chats/@chat", ["SendStopTypingToAgentsNotification"],
        [
            new("conference", """
                . ann SendStartTypingToAgentsNotification
                . sue SendStartTypingToAgentsNotification
                . tom SendStartTypingToAgentsNotification
                . una SendStartTypingToAgentsNotification
                > ann SendStopTypingToAgentsNotification => 0
                    ann bob cat | NewMessages 10 TypingStopped Ann (Agents)
                    sue tom una | NewMessages 12 TypingStopped Ann (Agents)
                > ann SendStopTypingToAgentsNotification => 0
                > sue SendStopTypingToAgentsNotification => 0
                    sue tom una | NewMessages 13 TypingStopped Sue~Supervisors (Supervisors)
                > tom SendStopTypingToAgentsNotification => 0
                    ann bob cat | NewMessages 11 TypingStopped Tom~Agents (Agents)
                    sue tom una | NewMessages 14 TypingStopped Tom~Agents (Agents)
                > una SendStopTypingToAgentsNotification => 0
                    ann bob cat | NewMessages 12 TypingStopped Una (Agents)
                    sue tom una | NewMessages 15 TypingStopped Una (Agents)
                > bob SendStopTypingToAgentsNotification {"text":"done"} => 0
                    ann bob cat | NewMessages 13 Text Bob (Agents) done
                    sue tom una | NewMessages 16 Text Bob (Agents) done
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
    ];
}
