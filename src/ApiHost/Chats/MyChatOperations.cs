using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.ApiHost.Chats;

/// <summary>The operations of a chat by name (contract rows 1–26).</summary>
internal static class MyChatOperations
{
    /// <param name="dispositionKey">The user data key of a disposition whose key is not given.</param>
    public static FrozenDictionary<string, Operation<MyChat>> With(string dispositionKey) => new Dictionary<string, Operation<MyChat>>(StringComparer.Ordinal)
    {
        ["Accept"] = static p =>
        {
            var nickname = p.OptionalNickname("nickname");
            p.OptionalFlag("saveLAR");
            return me => me.DoAsync((chat, referenceId) => chat.AcceptAsync(me.UserId, nickname, referenceId, me.Key));
        },
        ["Reject"] = static _ => static me => me.DoAsync(chat => chat.RejectAsync(me.UserId, me.Key)),
        ["Complete"] = static p =>
        {
            var queueName = p.OptionalWord("queueName");
            p.OptionalFlag("saveLAR");
            var farewell = p.Farewell();
            return me => me.CompleteAsync(queueName, farewell);
        },
        ["Leave"] = static p =>
        {
            var farewell = p.Farewell();
            return me => me.DoAsync(chat => chat.LeaveAsync(me.UserId, farewell, me.Key));
        },

        ["Transfer"] = static p =>
        {
            var (to, farewell) = (p.Target(), p.Farewell());
            return me => me.AskAsync(to, (chat, target, referenceId) => chat.TransferAsync(me.UserId, target, farewell, referenceId, me.Key));
        },
        ["Invite"] = static p =>
        {
            var to = p.Target();
            return me => me.AskAsync(to, (chat, target, referenceId) => chat.InviteAsync(me.UserId, target, referenceId, me.Key));
        },
        ["Consult"] = static p =>
        {
            var to = p.Target();
            return me => me.AskAsync(to, (chat, target, referenceId) => chat.ConsultAsync(me.UserId, target, referenceId, me.Key));
        },
        ["CancelConsult"] = static _ => static me => me.DoAsync((chat, referenceId) => chat.CancelConsultAsync(me.UserId, referenceId, me.Key)),
        ["RemoveParticipantFromConference"] = static p =>
        {
            var (userId, farewell) = (p.UserTarget(), p.Farewell());
            return me => me.RemoveAsync(userId, farewell);
        },

        ["SendMessage"] = static p => Text(p, Visibility.All),
        ["SendToAgents"] = static p => Text(p, Visibility.Agents),
        ["SendUrl"] = static p => Say(EntryKind.PushUrl, Visibility.All, p.Url("url"), p.Farewell()),
        ["SendCustomNotice"] = static p => Say(EntryKind.CustomNotice, Visibility.All, p.Text("noticeText"), p.Farewell()),
        ["SendCustomNoticeToAgents"] = static p => Say(EntryKind.CustomNotice, Visibility.Agents, p.Text("noticeText"), p.Farewell()),
        ["SendStartTypingNotification"] = static p => Say(EntryKind.TypingStarted, Visibility.All, "", p.Farewell()),
        ["SendStopTypingNotification"] = static p => Say(EntryKind.TypingStopped, Visibility.All, "", p.Farewell()),
        ["SendStartTypingToAgentsNotification"] = static p => Say(EntryKind.TypingStarted, Visibility.Agents, "", p.Farewell()),
        ["SendStopTypingToAgentsNotification"] = static p => Say(EntryKind.TypingStopped, Visibility.Agents, "", p.Farewell()),

        ["AttachUserData"] = static p => Change(p.UserData("userData"), []),
        ["UpdateUserData"] = static p => Change(p.UserData("userData"), []),
        ["DeleteUserData"] = static p => Change([], p.Strings("keys")),
        ["SetDisposition"] = p =>
        {
            var disposition = p.Line("disposition");
            var key = p.OptionalWord("dispositionKey") ?? dispositionKey;
            return Change(p.Within("disposition", [new(key, disposition, IsNumber: false)]), []);
        },

        ["SetInFocus"] = static _ => static me => me.DoAsync(chat => chat.SetInFocusAsync(me.UserId, me.Key)),
        ["SwitchToMonitor"] = static _ => Switch(SupervisorMode.Monitor),
        ["SwitchToCoach"] = static _ => Switch(SupervisorMode.Coach),
        ["SwitchToBargeIn"] = static _ => Switch(SupervisorMode.BargeIn),
        ["SwitchBargeIn"] = static _ => Switch(SupervisorMode.BargeIn),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Func<MyChat, Task<Reply>> Text(Parameters p, Visibility visibility) => Say(EntryKind.Text, visibility, p.Text("text"), null, p.MessageType());

    private static Func<MyChat, Task<Reply>> Say(EntryKind kind, Visibility visibility, string text, FarewellInfo? farewell, string? messageType = null) =>
        me => me.DoAsync(chat => chat.SayAsync(me.UserId, kind, visibility, text, messageType, farewell, me.Key));

    private static Func<MyChat, Task<Reply>> Change(ImmutableArray<UserDataInfo> set, ImmutableArray<string> removed) =>
        me => me.DoAsync((chat, referenceId) => chat.ChangeUserDataAsync(me.UserId, set, removed, referenceId, me.Key));

    private static Func<MyChat, Task<Reply>> Switch(SupervisorMode mode) => me => me.DoAsync(chat => chat.SwitchModeAsync(me.UserId, mode, me.Key));
}
