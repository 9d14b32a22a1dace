using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;

namespace OrleansChat.Tests.Compatibility;

/// <summary>
/// What a test asks for while it runs, over HTTP or of the rules: operations by their names, what is read as <c>GET /me/chats/{id}</c>, everything
/// else by its path. Kept for tests that say what they show (<see cref="ShowsAttribute"/>), each apart.
/// </summary>
internal static partial class Asked
{
    private static readonly AsyncLocal<ConcurrentDictionary<string, bool>?> Noted = new();

    /// <summary>What is asked for in this flow from now on is kept.</summary>
    public static void Watch() => Noted.Value = new();

    public static bool Was(string what) => Noted.Value!.Keys.Any(noted => noted == what || (what[0] == '/' && noted.StartsWith(what, StringComparison.Ordinal)));

    public static void For(string what) => Noted.Value?.TryAdd(what, true);

    public static void Get(string pathAndQuery)
    {
        if (Noted.Value is not null)
        {
            For($"GET {Id().Replace(pathAndQuery.Split('?')[0].Replace("/api/v2", "", StringComparison.Ordinal), "/{id}")}");
        }
    }

    public static void Of(ChatCommand command)
    {
        if (Noted.Value is not null)
        {
            For(command switch
            {
                ChatCommand.SwitchMode to => $"SwitchTo{to.Mode}",
                ChatCommand.Say { Kind: EntryKind.TypingStarted, Visibility: Visibility.All } => "SendStartTypingNotification",
                _ => command.GetType().Name,
            });
        }
    }

    public static void Of(UserCommand command)
    {
        if (Noted.Value is not null)
        {
            For(command switch
            {
                UserCommand.Monitor { Mode.Mode: { } mode } => $"{mode}",
                UserCommand.CancelMonitoring => "CancelSupervisorMonitoring",
                _ => command.GetType().Name,
            });
        }
    }

    /// <summary>A chat's id, a user's, a customer's handle.</summary>
    [GeneratedRegex("/([0-9A-Z]{16}|[0-9a-f]{32}|[0-9a-f-]{36})(?=/|$)")]
    private static partial Regex Id();
}
