namespace OrleansChat.LocalCluster;

/// <summary>Where a process of the cluster runs.</summary>
/// <param name="Address">An IP address where it listens and the others reach it.</param>
/// <param name="Command">What starts it there and becomes it, such as a program that enters another network; empty: it is started as it is.</param>
internal sealed record Place(string Address, IReadOnlyList<string> Command)
{
    public static Place Loopback { get; } = new("127.0.0.1", []);
}
