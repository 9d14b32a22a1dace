using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.ApiHost.Chats;

/// <summary>
/// The operations of a chat by name (contract rows 1–13 and 19–26). Transfer, Invite, Consult, CancelConsult and
/// RemoveParticipantFromConference are not built yet: unknown operations.
/// </summary>
internal static class MyChatOperations
{
    /// <param name="dispositionKey">The user data key of a disposition whose key is not given.</param>
    public static FrozenDictionary<string, Operation<MyChat>> With(string dispositionKey) => new Dictionary<string, Operation<MyChat>>(StringComparer.Ordinal)
    {
        ["Accept"] = static p =>
        {
            var nickname = p.OptionalNickname("nickname");
            p.OptionalFlag("saveLAR");
            return me => me.DoAsync((chat, referenceId) => chat.AcceptAsync(me.UserId, nickname, referenceId));
        },
        ["Reject"] = static _ => static me => me.DoAsync(chat => chat.RejectAsync(me.UserId)),
        ["Complete"] = static p =>
        {
            var queueName = p.OptionalWord("queueName");
            p.OptionalFlag("saveLAR");
            p.Farewell();
            return me => me.CompleteAsync(queueName);
        },
        ["Leave"] = static p =>
        {
            p.Farewell();
            return static me => me.DoAsync(chat => chat.LeaveAsync(me.UserId));
        },

        ["SendMessage"] = static p => Text(p, Visibility.All),
        ["SendToAgents"] = static p => Text(p, Visibility.Agents),
        ["SendUrl"] = static p => WithFarewell(p, Say(EntryKind.PushUrl, Visibility.All, p.Url("url"))),
        ["SendCustomNotice"] = static p => WithFarewell(p, Say(EntryKind.CustomNotice, Visibility.All, p.Text("noticeText"))),
        ["SendCustomNoticeToAgents"] = static p => WithFarewell(p, Say(EntryKind.CustomNotice, Visibility.Agents, p.Text("noticeText"))),
        ["SendStartTypingNotification"] = static p => WithFarewell(p, Say(EntryKind.TypingStarted, Visibility.All)),
        ["SendStopTypingNotification"] = static p => WithFarewell(p, Say(EntryKind.TypingStopped, Visibility.All)),
        ["SendStartTypingToAgentsNotification"] = static p => WithFarewell(p, Say(EntryKind.TypingStarted, Visibility.Agents)),
        ["SendStopTypingToAgentsNotification"] = static p => WithFarewell(p, Say(EntryKind.TypingStopped, Visibility.Agents)),

        ["AttachUserData"] = static p => Change(p.UserData("userData"), []),
        ["UpdateUserData"] = static p => Change(p.UserData("userData"), []),
        ["DeleteUserData"] = static p => Change([], p.Strings("keys")),
        ["SetDisposition"] = p =>
        {
            var disposition = p.Line("disposition");
            var key = p.OptionalWord("dispositionKey") ?? dispositionKey;
            return Change(p.Within("disposition", [new(key, disposition, IsNumber: false)]), []);
        },

        ["SetInFocus"] = static _ => static me => me.DoAsync(chat => chat.SetInFocusAsync(me.UserId)),
        ["SwitchToMonitor"] = static _ => Switch(SupervisorMode.Monitor),
        ["SwitchToCoach"] = static _ => Switch(SupervisorMode.Coach),
        ["SwitchToBargeIn"] = static _ => Switch(SupervisorMode.BargeIn),
        ["SwitchBargeIn"] = static _ => Switch(SupervisorMode.BargeIn),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Func<MyChat, Task<Reply>> Text(Parameters p, Visibility visibility) => Say(EntryKind.Text, visibility, p.Text("text"), p.MessageType());

    private static Func<MyChat, Task<Reply>> Say(EntryKind kind, Visibility visibility, string text = "", string? messageType = null) =>
        me => me.DoAsync(chat => chat.SayAsync(me.UserId, kind, visibility, text, messageType));

    private static Func<MyChat, Task<Reply>> Change(ImmutableArray<UserDataInfo> set, ImmutableArray<string> removed) =>
        me => me.DoAsync((chat, referenceId) => chat.ChangeUserDataAsync(me.UserId, set, removed, referenceId));

    private static Func<MyChat, Task<Reply>> Switch(SupervisorMode mode) => me => me.DoAsync(chat => chat.SwitchModeAsync(me.UserId, mode));

    private static Func<MyChat, Task<Reply>> WithFarewell(Parameters p, Func<MyChat, Task<Reply>> operation)
    {
        p.Farewell();
        return operation;
    }
}
