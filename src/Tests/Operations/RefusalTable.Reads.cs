namespace OrleansChat.Tests.Operations;

/// <summary>How reading is refused (rows 37–40, 44, 45, and the audit): not logged in, a bad value, not the caller's, a role, the state.</summary>
internal static partial class RefusalTable
{
    public static readonly (string Who, string Path, string Why)[] Reads =
    [
        ("nobody", "/me", "NotLoggedIn"),
        ("nobody", "/me/chats", "NotLoggedIn"),
        ("nobody", "/me/chats/@none", "NotLoggedIn"),
        ("ann", "/me/chats/@none", "ChatUnknown"),
        ("ann", "/me/chats/@theirs", "ChatUnknown"),
        ("ann", "/me/chats/@ended", "ChatUnknown"),
        ("vic", "/me/chats/@main", "ChatUnknown"),
        ("boss", "/me/chats/@main", "ChatUnknown"),
        ("nobody", "/me/chats/@main/messages?index=-1", "NotLoggedIn"),
        ("ann", "/me/chats/@main/messages?index=-1", "BadIndex"),
        ("dan", "/me/chats/@main/messages?index=-1", "BadIndex"),
        ("ann", "/me/chats/@offer/messages?index=x", "BadIndex"),
        ("dan", "/me/chats/@main/messages", "ChatUnknown"),
        ("dan", "/me/chats/@offer/messages", "ChatUnknown"),
        ("boss", "/me/chats/@main/messages", "ChatUnknown"),
        ("ann", "/me/chats/@offer/messages", "NotInThisState"),
        ("vic", "/me/chats/@pending/messages", "NotInThisState"),
        ("bob", "/me/chats/@failed/messages", "NotInThisState"),
        ("nobody", "/settings/agent-states", "NotLoggedIn"),
        ("nobody", "/chats/@mainhandle", "NotLoggedIn"),
        ("chris", "/chats/@nonehandle", "ChatUnknown"),
        ("chris", "/chats/@main", "ChatUnknown"),
        ("stranger", "/chats/@mainhandle", "ChatUnknown"),
        ("ann", "/chats/@mainhandle", "ChatUnknown"),
        ("nobody", "/chats/@mainhandle/messages?index=x", "NotLoggedIn"),
        ("chris", "/chats/@mainhandle/messages?index=x", "BadIndex"),
        ("stranger", "/chats/@mainhandle/messages?index=x", "BadIndex"),
        ("stranger", "/chats/@mainhandle/messages", "ChatUnknown"),
        ("nobody", "/audit?limit=0", "NotLoggedIn"),
        ("ann", "/audit?limit=0", "BadQuery"),
        ("boss", "/audit?limit=501", "BadQuery"),
        ("ann", "/audit", "NotAnAdmin"),
        ("sue", "/audit", "NotAnAdmin"),
        ("nobody", "/me/channels", "NotLoggedIn"),
    ];
}
