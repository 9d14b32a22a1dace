using System.Net;
using System.Net.Sockets;

namespace Orleans.Configuration;

/// <summary>How calls travel. Only <see cref="ResponseTimeout"/> acts here.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a caller waits under a debugger.</summary>
    public TimeSpan ResponseTimeoutWithDebugger { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether requests whose callers gave up are dropped; here they always are.</summary>
    public bool DropExpiredMessages { get; set; } = true;

    /// <summary>The largest header, in bytes.</summary>
    public int MaxMessageHeaderSize { get; set; } = 10 * 1024 * 1024;

    /// <summary>The largest body, in bytes.</summary>
    public int MaxMessageBodySize { get; set; } = 100 * 1024 * 1024;

    /// <summary>Whether a time-out cancels the request.</summary>
    public bool CancelRequestOnTimeout { get; set; }

    /// <summary>Whether a cancelled call waits for the grain to agree.</summary>
    public bool WaitForCancellationAcknowledgement { get; set; }
}

/// <summary>How calls of a silo travel.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>When a silent client is forgotten.</summary>
    public TimeSpan ClientDropTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often clients are registered anew.</summary>
    public TimeSpan ClientRegistrationRefresh { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many requests may wait before a warning.</summary>
    public int MaxEnqueuedRequestsSoftLimit { get; set; }

    /// <summary>How many requests may wait before new ones are refused.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }

    /// <summary>How long a request may run.</summary>
    public TimeSpan MaxRequestProcessingTime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long calls of the runtime itself may take.</summary>
    public TimeSpan SystemResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>How calls of a client travel.</summary>
public class ClientMessagingOptions : MessagingOptions
{
    /// <summary>Which addresses the client prefers.</summary>
    public AddressFamily PreferredFamily { get; set; } = AddressFamily.InterNetwork;

    /// <summary>The client's network interface.</summary>
    public string? NetworkInterfaceName { get; set; }

    /// <summary>The client's address.</summary>
    public IPAddress? LocalAddress { get; set; }
}

/// <summary>How a client finds gateways; here there is none.</summary>
public class GatewayOptions
{
    /// <summary>How often the list of gateways is read.</summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Which gateway is preferred.</summary>
    public int PreferredGatewayIndex { get; set; } = -1;
}
