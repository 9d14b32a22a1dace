using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Operations;

namespace OrleansChat.ApiHost.Customers;

/// <summary>The operations of a customer's chat by name (contract row 43).</summary>
internal static class CustomerOperations
{
    public static readonly FrozenDictionary<string, Operation<CustomerChat>> All = new Dictionary<string, Operation<CustomerChat>>(StringComparer.Ordinal)
    {
        ["SendMessage"] = static p => Say(EntryKind.Text, p.Text("text")),
        ["SendStartTypingNotification"] = static _ => Say(EntryKind.TypingStarted, ""),
        ["SendStopTypingNotification"] = static _ => Say(EntryKind.TypingStopped, ""),
        ["Complete"] = static _ => static mine => mine.DoAsync(static (chat, hash, key) => chat.CustomerCompleteAsync(hash, key)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Func<CustomerChat, Task<Reply>> Say(EntryKind kind, string text) => mine => mine.DoAsync((chat, hash, key) => chat.CustomerSayAsync(hash, kind, text, key));
}
