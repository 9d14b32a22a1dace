using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>User data and focus (rows 19–23). What a supervisor changes is seen: the one exception (decision 9).</summary>
internal static partial class OperationTable
{
    private static Row[] Data =>
    [
        new(19, "/me/chats/@chat", ["AttachUserData"],
        [
            new("conference", """
                > ann AttachUserData {"userData":{"order":1.50,"note":null}} => 0 ref
                    ann | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris ref {"Subject":"Help","order":1.50,"note":null}
                    bob cat | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris {"Subject":"Help","order":1.50,"note":null}
                    sue | PropertiesUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","order":1.50,\
                        "note":null}
                    tom | PropertiesUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","order":1.50,\
                        "note":null}
                    una | PropertiesUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","order":1.50,\
                        "note":null}
                > sue AttachUserData {"userData":{"from":"sue"}} => 0 ref
                    ann bob cat | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris {"Subject":"Help","order":1.50,"note":null,\
                        "from":"sue"}
                    sue | PropertiesUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris ref {"Subject":"Help","order":1.50,\
                        "note":null,"from":"sue"}
                    tom | PropertiesUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","order":1.50,\
                        "note":null,"from":"sue"}
                    una | PropertiesUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","order":1.50,\
                        "note":null,"from":"sue"}
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(20, "/me/chats/@chat", ["UpdateUserData"],
        [
            new("conference", """
                . ann AttachUserData {"userData":{"a":1,"b":"x"}}
                > cat UpdateUserData {"userData":{"a":2,"c":""}} => 0 ref
                    ann bob | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris {"Subject":"Help","a":2,"b":"x","c":""}
                    cat | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris ref {"Subject":"Help","a":2,"b":"x","c":""}
                    sue | PropertiesUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","a":2,"b":"x",\
                        "c":""}
                    tom | PropertiesUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","a":2,"b":"x",\
                        "c":""}
                    una | PropertiesUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","a":2,"b":"x",\
                        "c":""}
                """),
            new("served", """
                . ann Leave
                > ann UpdateUserData {"userData":{"Subject":"done"}} => 0 ref
                    ann | PropertiesUpdated LeftChat [WrapUp] ref {"Subject":"done"}
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(21, "/me/chats/@chat", ["DeleteUserData"],
        [
            new("conference", """
                . ann AttachUserData {"userData":{"a":1,"b":"x"}}
                > tom DeleteUserData {"keys":["a","never there"]} => 0 ref
                    ann bob cat | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris {"Subject":"Help","b":"x"}
                    sue | PropertiesUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","b":"x"}
                    tom | PropertiesUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris ref {"Subject":"Help","b":"x"}
                    una | PropertiesUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help","b":"x"}
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(22, "/me/chats/@chat", ["SetDisposition"],
        [
            new("conference", """
                > ann SetDisposition {"disposition":"Resolved"} => 0 ref
                    ann | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris ref {"Subject":"Help","DispositionCode":"Resolved"}
                    bob cat | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris {"Subject":"Help","DispositionCode":"Resolved"}
                    sue | PropertiesUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help",\
                        "DispositionCode":"Resolved"}
                    tom | PropertiesUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help",\
                        "DispositionCode":"Resolved"}
                    una | PropertiesUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help",\
                        "DispositionCode":"Resolved"}
                > una SetDisposition {"disposition":"Sold","dispositionKey":"result"} => 0 ref
                    ann bob cat | PropertiesUpdated Chatting [Agent] Ann, Bob, Cat~Agents, Tom~Agents, Una, Chris {"Subject":"Help",\
                        "DispositionCode":"Resolved","result":"Sold"}
                    sue | PropertiesUpdated Chatting [Monitor] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help",\
                        "DispositionCode":"Resolved","result":"Sold"}
                    tom | PropertiesUpdated Chatting [Coach] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris {"Subject":"Help",\
                        "DispositionCode":"Resolved","result":"Sold"}
                    una | PropertiesUpdated Chatting [BargeIn] Ann, Bob, Cat~Agents, Sue~Supervisors, Tom~Agents, Una, Chris ref {"Subject":"Help",\
                        "DispositionCode":"Resolved","result":"Sold"}
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
        new(23, "/me/chats/@chat", ["SetInFocus"],
        [
            new("conference", """
                > ann SetInFocus => 0
                > sue SetInFocus => 0
                """),
        ])
        { Catalogue = OperationCatalogue.OfChats },
    ];
}
