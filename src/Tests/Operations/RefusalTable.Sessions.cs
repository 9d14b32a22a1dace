using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>One's own session and channel (rows 33–36), and customers (rows 42 and 43).</summary>
internal static partial class RefusalTable
{
    private static Refused[] Sessions =>
    [
        new(33, "/me/channels/*", ["Ready", "NotReady", "Offline", "DoNotDisturbOn", "DoNotDisturbOff"], OperationCatalogue.OfChannels, "ann chat", """
            ann voice | NoSuchChannel
            boss voice | NoSuchChannel      ; and no agent
            eve voice | NoSuchChannel       ; and no session
            boss chat | NoAgent             ; and no session
            lead chat | NoAgent             ; and no session
            eve chat | NotInThisState
            """),
        new(34, "/me", ["StartContactCenterSession"], OperationCatalogue.OfMe, """eve {"channels":["chat"]}""", """
            eve {"channels":["voice","email"]} | NotThere
            boss {"channels":["voice"]} | NotThere      ; and neither agent nor supervisor
            boss | NoAgentOrSupervisor
            """),
        new(35, "/me", ["EndContactCenterSession"], OperationCatalogue.OfMe, "ann", ""),
        new(0, "/me", ["LogoutEverywhere"], OperationCatalogue.OfMe, "ann", ""),
        new(36, "/me", ["Ready", "NotReady"], OperationCatalogue.OfMe, "ann", """
            boss | NoAgent                  ; and no session
            lead | NoAgent                  ; and no session
            eve | NotInThisState
            """),
    ];

    private const string NotTheirs = """
        chris nonehandle | ChatUnknown
        chris main | ChatUnknown
        stranger mainhandle | ChatUnknown
        stranger gonehandle | ChatUnknown   ; and it is over
        ann mainhandle | ChatUnknown        ; a customer's handle opens nothing to a user
        chris gonehandle | NotInThisState
        chris wraphandle | NotInThisState
        chris endedhandle | NotInThisState

        """;

    private static Refused[] Customers =>
    [
        new(42, "/chats", ["RequestChat"], OperationCatalogue.OfContactCenters, """chris {"nickname":"Chris","subject":"Help"}""", """
            ann | NotACustomer
            boss | NotACustomer
            """),
        new(43, "/chats/*", ["SendMessage", "SendStopTypingNotification"], OperationCatalogue.OfCustomers, """chris mainhandle {"text":"hi"}""", NotTheirs + "chris fullhandle | LimitExceeded"),
        new(43, "/chats/*", ["SendStartTypingNotification"], OperationCatalogue.OfCustomers, "chris mainhandle", NotTheirs + "chris wornhandle | LimitExceeded"),
        new(43, "/chats/*", ["Complete"], OperationCatalogue.OfCustomers, "chris mainhandle", NotTheirs),
    ];
}
