using OrleansChat.Grains.Interfaces.Hosts;

namespace OrleansChat.Grains.Hosts;

/// <summary>
/// The way from inboxes to API hosts. Best effort: returns at once, may lose; a host that misses something asks the inbox. Messages for one
/// host from one silo arrive in the order of the calls.
/// </summary>
public interface IHostLink
{
    void Send(string hostId, HostMessage message);
}
