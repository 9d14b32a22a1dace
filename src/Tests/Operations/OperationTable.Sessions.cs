using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>The user's own session and channel, and what users read (rows 33–41).</summary>
internal static partial class OperationTable
{
    private static Row[] Sessions =>
    [
        new(33, "/me/channels/chat", ["Ready", "NotReady", "Offline", "DoNotDisturbOn", "DoNotDisturbOff"],
        [
            new("conference", """
                > ann NotReady => 0
                    ann | Channel chat NotReady Off
                > ann DoNotDisturbOn => 0
                    ann | Channel chat NotReady On
                > ann DoNotDisturbOn => 0
                > ann DoNotDisturbOff => 0
                    ann | Channel chat NotReady Off
                > ann Offline => 0
                    ann | Channel chat LoggedOut
                > ann Ready => 0
                    ann | Channel chat Ready Off
                """),
        ])
        { Catalogue = OperationCatalogue.OfChannels },
        new(34, "/me", ["StartContactCenterSession"],
        [
            new("served", """
                > lead StartContactCenterSession {"channels":["chat"],"place":"p","loginCode":"1","queue":"q","devicePath":"/d",\
                        "mobileSession":false} => 0
                    lead | Channel chat NotReady Off
                > lead StartContactCenterSession {"channels":["voice","chat"]} => {"statusCode":7,\
                        "statusMessage":"Only the channel chat is there.","channels":[{"channel":"voice","statusCode":2},{"channel":"chat",\
                        "statusCode":0}]}
                """, IsLast: true),
        ])
        { Catalogue = OperationCatalogue.OfMe },
        new(35, "/me", ["EndContactCenterSession"],
        [
            new("conference", """
                . vic Monitor
                . vic Intrude
                > sue EndContactCenterSession => 0
                    sue | the notification session is over
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris
                    tom | NewMessages 8 ParticipantLeft Sue~Supervisors
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris
                    una | NewMessages 8 ParticipantLeft Sue~Supervisors
                > tom EndContactCenterSession => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Una, Chris
                    ann bob cat | NewMessages 7 ParticipantLeft Tom~Agents
                    tom | the notification session is over
                    una | ParticipantsUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Una, Chris
                    una | NewMessages 9 ParticipantLeft Tom~Agents
                > vic EndContactCenterSession => 0
                    vic | the notification session is over
                > ann EndContactCenterSession => 0
                    ann | the notification session is over
                """, IsLast: true),
            new("offered", """
                . bob Ready
                > ann EndContactCenterSession => 0
                    ann | the notification session is over
                    bob | StatusChange Invited [Invited]
                """, IsLast: true),
        ])
        { Catalogue = OperationCatalogue.OfMe },
        new(36, "/me", ["Ready", "NotReady"],
        [
            new("conference", """
                > ann NotReady => 0
                    ann | Channel chat NotReady Off
                > ann NotReady => 0
                > ann Ready => 0
                    ann | Channel chat Ready Off
                """),
        ])
        { Catalogue = OperationCatalogue.OfMe },
        new(0, "/me", ["LogoutEverywhere"],
        [
            new("conference", """
                > una LogoutEverywhere => 0
                    ann bob cat | ParticipantsUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Chris
                    ann bob cat | NewMessages 7 ParticipantLeft Una
                    sue | ParticipantsUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Chris
                    sue | NewMessages 8 ParticipantLeft Una
                    tom | ParticipantsUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Chris
                    tom | NewMessages 8 ParticipantLeft Una
                    una | the notification session is over
                    chris | 5 ParticipantLeft Una
                    chris | Chatting: Ann, Bob, Chris
                > ann LogoutEverywhere => 0
                    ann | the notification session is over
                """, IsLast: true),
        ])
        { Catalogue = OperationCatalogue.OfMe },
        new(37, "", ["GET /me", "GET /me?subresources=*"],
        [
            new("served", """
                > ann GET /me => {"statusCode":0,"user":{"id":"@ann","userName":"ann","firstName":"F","lastName":"L","emailAddress":"",\
                        "roles":["ROLE_AGENT"],"enabled":true,"changePasswordOnFirstLogin":false,"uri":"/api/v2/users/@ann","path":"/users/@ann"}}
                > ann GET /me?subresources=channels,chats,settings => {"statusCode":0,"user":{"id":"@ann","userName":"ann","firstName":"F",\
                        "lastName":"L","emailAddress":"","roles":["ROLE_AGENT"],"enabled":true,"changePasswordOnFirstLogin":false,\
                        "uri":"/api/v2/users/@ann","path":"/users/@ann","channels":[{"channel":"chat","dndState":"Off",\
                        "userState":{"id":"9430250E-0A1B-421F-B372-F29E69366DED","displayName":"Ready","state":"Ready"}}],"chats":[{"id":"@chat",\
                        "uri":"/api/v2/chats/@chat","path":"/chats/@chat","state":"Chatting","chatType":"Inbound","receivedDate":"@time",\
                        "capabilities":["Transfer","Leave","Invite","Consult","SetInFocus","SetDisposition","AttachUserData","DeleteUserData",\
                        "UpdateUserData","SendToAgents","SendStartTypingToAgentsNotification","SendStopTypingToAgentsNotification","Complete",\
                        "SendMessage","SendStartTypingNotification","SendStopTypingNotification"],"participants":[{"nickname":"Ann","type":"Agent",\
                        "id":"@ann","uri":"/api/v2/users/@ann","path":"/users/@ann","visibility":"All","participantId":"@id"},{"nickname":"Chris",\
                        "type":"Customer","visibility":"All","participantId":"@id"}],"userData":{"Subject":"Help"}}],\
                        "settings":{"htcc":{"roles":"agent"},"interaction-workspace":{"chat.nickname":"$Agent.UserName$",\
                        "chat.auto-answer":"false"}}}}
                > boss GET /me?subresources=* => {"statusCode":0,"user":{"id":"@boss","userName":"boss","firstName":"F","lastName":"L",\
                        "emailAddress":"","roles":["ROLE_ADMIN"],"enabled":true,"changePasswordOnFirstLogin":false,"uri":"/api/v2/users/@boss",\
                        "path":"/users/@boss","devices":[],"skills":[],"interactions":[],"channels":[{"channel":"chat",\
                        "userState":{"id":"0F7F5003-EF26-4D13-A6EF-D0C7EC819BEB","displayName":"Offline","state":"LoggedOut"}}],\
                        "channelStates":[{"channel":"chat","userState":{"id":"0F7F5003-EF26-4D13-A6EF-D0C7EC819BEB","displayName":"Offline",\
                        "state":"LoggedOut"}}],"chats":[],"settings":{"htcc":{"roles":"admin"},\
                        "interaction-workspace":{"chat.nickname":"$Agent.UserName$","chat.auto-answer":"false"}}}}
                """),
        ]),
        new(38, "", ["GET /me/chats", "GET /me/chats?fields=*", "GET /me/chats/@chat"],
        [
            new("served", """
                > ann GET /me/chats => {"statusCode":0,"uris":["/api/v2/chats/@chat"]}
                > ann GET /me/chats?fields=* => {"statusCode":0,"chats":[{"id":"@chat","uri":"/api/v2/chats/@chat","path":"/chats/@chat",\
                        "state":"Chatting","chatType":"Inbound","receivedDate":"@time","capabilities":["Transfer","Leave","Invite","Consult",\
                        "SetInFocus","SetDisposition","AttachUserData","DeleteUserData","UpdateUserData","SendToAgents",\
                        "SendStartTypingToAgentsNotification","SendStopTypingToAgentsNotification","Complete","SendMessage",\
                        "SendStartTypingNotification","SendStopTypingNotification"],"participants":[{"nickname":"Ann","type":"Agent","id":"@ann",\
                        "uri":"/api/v2/users/@ann","path":"/users/@ann","visibility":"All","participantId":"@id"},{"nickname":"Chris",\
                        "type":"Customer","visibility":"All","participantId":"@id"}],"userData":{"Subject":"Help"}}]}
                > ann GET /me/chats?fields=id&state=Invited => {"statusCode":0,"chats":[]}
                > ann GET /me/chats/@chat => {"statusCode":0,"chat":{"id":"@chat","uri":"/api/v2/chats/@chat","path":"/chats/@chat",\
                        "state":"Chatting","chatType":"Inbound","receivedDate":"@time","capabilities":["Transfer","Leave","Invite","Consult",\
                        "SetInFocus","SetDisposition","AttachUserData","DeleteUserData","UpdateUserData","SendToAgents",\
                        "SendStartTypingToAgentsNotification","SendStopTypingToAgentsNotification","Complete","SendMessage",\
                        "SendStartTypingNotification","SendStopTypingNotification"],"participants":[{"nickname":"Ann","type":"Agent","id":"@ann",\
                        "uri":"/api/v2/users/@ann","path":"/users/@ann","visibility":"All","participantId":"@id"},{"nickname":"Chris",\
                        "type":"Customer","visibility":"All","participantId":"@id"}],"userData":{"Subject":"Help"}}}
                > dan GET /me/chats => {"statusCode":0,"uris":[]}
                """),
            new("conference", """
                > sue GET /me/chats/@chat => {"statusCode":0,"chat":{"id":"@chat","uri":"/api/v2/chats/@chat","path":"/chats/@chat",\
                        "state":"Chatting","chatType":"Inbound","receivedDate":"@time","capabilities":["Leave","SetInFocus","SetDisposition",\
                        "AttachUserData","DeleteUserData","UpdateUserData","Transfer","Invite","Consult","SendToAgents",\
                        "SendStartTypingToAgentsNotification","SendStopTypingToAgentsNotification","SendMessage","SendStartTypingNotification",\
                        "SendStopTypingNotification","SwitchToCoach","SwitchBargeIn"],"participants":[{"nickname":"Ann","type":"Agent","id":"@ann",\
                        "uri":"/api/v2/users/@ann","path":"/users/@ann","visibility":"All","participantId":"@id"},{"nickname":"Bob","type":"Agent",\
                        "id":"@bob","uri":"/api/v2/users/@bob","path":"/users/@bob","visibility":"All","participantId":"@id"},{"nickname":"Cat",\
                        "type":"Agent","id":"@cat","uri":"/api/v2/users/@cat","path":"/users/@cat","visibility":"Agents","participantId":"@id"},\
                        {"nickname":"Sue","type":"Agent","id":"@sue","uri":"/api/v2/users/@sue","path":"/users/@sue","visibility":"Supervisors",\
                        "participantId":"@id"},{"nickname":"Tom","type":"Agent","id":"@tom","uri":"/api/v2/users/@tom","path":"/users/@tom",\
                        "visibility":"Agents","participantId":"@id"},{"nickname":"Una","type":"Agent","id":"@una","uri":"/api/v2/users/@una",\
                        "path":"/users/@una","visibility":"All","participantId":"@id"},{"nickname":"Chris","type":"Customer","visibility":"All",\
                        "participantId":"@id"}],"userData":{"Subject":"Help"}}}
                > cat GET /me/chats/@chat => {"statusCode":0,"chat":{"id":"@chat","uri":"/api/v2/chats/@chat","path":"/chats/@chat",\
                        "state":"Chatting","chatType":"Inbound","receivedDate":"@time","capabilities":["Transfer","Leave","Invite","Consult",\
                        "SetInFocus","SetDisposition","AttachUserData","DeleteUserData","UpdateUserData","SendToAgents",\
                        "SendStartTypingToAgentsNotification","SendStopTypingToAgentsNotification","Complete","SendMessage",\
                        "SendStartTypingNotification","SendStopTypingNotification"],"participants":[{"nickname":"Ann","type":"Agent","id":"@ann",\
                        "uri":"/api/v2/users/@ann","path":"/users/@ann","visibility":"All","participantId":"@id"},{"nickname":"Bob","type":"Agent",\
                        "id":"@bob","uri":"/api/v2/users/@bob","path":"/users/@bob","visibility":"All","participantId":"@id"},{"nickname":"Cat",\
                        "type":"Agent","id":"@cat","uri":"/api/v2/users/@cat","path":"/users/@cat","visibility":"Agents","participantId":"@id"},\
                        {"nickname":"Tom","type":"Agent","id":"@tom","uri":"/api/v2/users/@tom","path":"/users/@tom","visibility":"Agents",\
                        "participantId":"@id"},{"nickname":"Una","type":"Agent","id":"@una","uri":"/api/v2/users/@una","path":"/users/@una",\
                        "visibility":"All","participantId":"@id"},{"nickname":"Chris","type":"Customer","visibility":"All","participantId":"@id"}],\
                        "userData":{"Subject":"Help"}}}
                """),
        ]),
        new(39, "", ["GET /me/chats/@chat/messages"],
        [
            new("served", """
                > ann GET /me/chats/@chat/messages => {"statusCode":0,"messages":[{"index":1,"type":"ParticipantJoined",\
                        "from":{"nickname":"Chris","type":"Customer","visibility":"All","participantId":"@id"},"visibility":"All",\
                        "timestamp":"@time","timestampSeconds":0},{"index":2,"type":"ParticipantJoined","from":{"nickname":"Ann","type":"Agent",\
                        "id":"@ann","uri":"/api/v2/users/@ann","path":"/users/@ann","visibility":"All","participantId":"@id"},"visibility":"All",\
                        "timestamp":"@time","timestampSeconds":0}]}
                """),
            new("conference", """
                . ann SendToAgents {"text":"note"}
                . sue SendMessage {"text":"hidden"}
                > ann GET /me/chats/@chat/messages?index=6 => {"statusCode":0,"messages":[{"index":6,"type":"ParticipantJoined",\
                        "from":{"nickname":"Una","type":"Agent","id":"@una","uri":"/api/v2/users/@una","path":"/users/@una","visibility":"All",\
                        "participantId":"@id"},"visibility":"All","timestamp":"@time","timestampSeconds":0},{"index":7,"type":"Text",\
                        "from":{"nickname":"Ann","type":"Agent","id":"@ann","uri":"/api/v2/users/@ann","path":"/users/@ann","visibility":"All",\
                        "participantId":"@id"},"text":"note","visibility":"Agents","timestamp":"@time","timestampSeconds":0}]}
                > tom GET /me/chats/@chat/messages?index=8 => {"statusCode":0,"messages":[{"index":8,"type":"Text","from":{"nickname":"Ann",\
                        "type":"Agent","id":"@ann","uri":"/api/v2/users/@ann","path":"/users/@ann","visibility":"All","participantId":"@id"},\
                        "text":"note","visibility":"Agents","timestamp":"@time","timestampSeconds":0},{"index":9,"type":"Text",\
                        "from":{"nickname":"Sue","type":"Agent","id":"@sue","uri":"/api/v2/users/@sue","path":"/users/@sue",\
                        "visibility":"Supervisors","participantId":"@id"},"text":"hidden","visibility":"Supervisors","timestamp":"@time",\
                        "timestampSeconds":0}]}
                > ann GET /me/chats/@chat/messages?index=99 => {"statusCode":0,"messages":[]}
                """),
        ]),
        new(40, "", ["GET /settings/agent-states"],
        [
            new("nothing", """
                > lead GET /settings/agent-states => {"statusCode":0,"settings":[{"id":"9430250E-0A1B-421F-B372-F29E69366DED",\
                        "displayName":"Ready","state":"Ready","operationName":"Ready"},{"id":"900D55CC-2BB0-431F-8BF9-D3525B383BE6",\
                        "displayName":"Not Ready","state":"NotReady","operationName":"NotReady"},{"id":"0F7F5003-EF26-4D13-A6EF-D0C7EC819BEB",\
                        "displayName":"Offline","state":"LoggedOut","operationName":"Offline"}]}
                > ann GET /settings/agent-states?fields=displayName&state=Ready => {"statusCode":0,"settings":[{"displayName":"Ready"}]}
                """),
        ]),
        new(41, "", ["GET /diagnostics/version"],
        [
            new("nothing", """
                > nobody GET /diagnostics/version => {"statusCode":0,"version":"0.1.0"}
                """),
        ]),
    ];
}
