using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;

namespace OrleansChat.Tests.Domain.Playing;

/// <summary>Who plays: anna is the customer; bob, ben and bea are agents; sue, sam, sid, coco and mona are supervisors.</summary>
internal static class Cast
{
    public const string Customer = "anna";
    public const string Handle = "handle-of-anna";

    public static readonly ImmutableArray<string> Agents = ["bob", "ben", "bea"];
    public static readonly ImmutableArray<string> Supervisors = ["sue", "sam", "sid", "coco", "mona"];
    public static readonly ImmutableArray<string> Users = [.. Agents, .. Supervisors];

    /// <summary>A user id as the directory makes them: 32 hex digits; here one that can be read back.</summary>
    public static string Id(string name) => Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(name.PadRight(16, '.')));

    public static string Name(string userId) => Users.FirstOrDefault(name => Id(name) == userId) ?? userId;

    /// <summary>A participant id: 16 hex digits, from who joins and how often they joined before.</summary>
    public static string ParticipantId(string name, int stint) => Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes($"{name,-6}{stint:00}"));

    public static SupervisorFacts Facts(string name, bool isSupervisor = true, bool agentKnown = true, bool supervisesAgent = true) =>
        new(Id(name), name, isSupervisor, agentKnown, supervisesAgent);

    public static Monitoring Monitoring(string name, SupervisorMode mode = SupervisorMode.Monitor, string nickname = "") =>
        new(Id(name), name, mode, MonitoringScope.AllChats, nickname);
}
