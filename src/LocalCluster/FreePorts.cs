using System.Net;
using System.Net.Sockets;

namespace OrleansChat.LocalCluster;

/// <summary>Loopback ports where nobody listens. Each is given once: whoever it was given to may not listen yet.</summary>
internal static class FreePorts
{
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            lock (Given)
            {
                if (Given.Add(port)) return port;
            }
        }
    }

    /// <summary>Takes this port, if nobody has it.</summary>
    public static bool TryTake(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            lock (Given) return Given.Add(port);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
