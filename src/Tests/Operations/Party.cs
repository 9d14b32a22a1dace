using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Somebody of a floor, with what they are told.</summary>
internal sealed partial class Party(string name, Api api, Listener listener) : IDisposable
{
    private readonly List<int> _references = [];
    private readonly Dictionary<string, string> _states = [];

    public string Name => name;

    public Api Api => api;

    public Listener Listener => listener;

    /// <summary>The last state of a chat that this party was told; <see langword="null"/>: none.</summary>
    public string? StateOf(string chatId) => _states.GetValueOrDefault(chatId);

    /// <summary>Takes what was heard, and remembers where it left the chats.</summary>
    public List<JsonObject> Take()
    {
        var taken = listener.Take();
        foreach (var chat in taken.Select(static t => t["chat"]).OfType<JsonObject>()) _states[(string)chat["id"]!] = (string)chat["state"]!;
        return taken;
    }

    /// <summary>The number that a reply to this party carried.</summary>
    public void Remember(int reference) => _references.Add(reference);

    public void Forget() => _references.Clear();

    /// <summary>
    /// A notification in words. A number that a reply carried is <c>ref</c> where it belongs to the operation that was just done, and <c>ref before</c>
    /// where to an earlier one of this party; any other is itself.
    /// </summary>
    public string Words(JsonObject notification, int? now)
    {
        if ((string?)notification["messageType"] == Operations.Listener.Over) return "the notification session is over";
        var userData = (string?)notification["notificationType"] == "PropertiesUpdated" ? $" {notification["chat"]!["userData"]!.ToJsonString()}" : "";
        return Reference().Replace(NotificationText.Of(notification), found =>
            int.Parse(found.Groups[1].Value, null) is var number && number == now ? " ref" : _references.Contains(number) ? " ref before" : found.Value) + userData;
    }

    public void Dispose() => api.Dispose();

    [GeneratedRegex(@" ref (\d+)$")]
    private static partial Regex Reference();
}
