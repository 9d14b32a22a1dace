using System.Net;
using System.Net.Sockets;
using OrleansChat.ApiHost.Settings;

namespace OrleansChat.ApiHost.Throttling;

/// <summary>
/// Who has asked too often (section <c>RateLimits</c>). Wrong passwords count alike for names that exist and names that do not, so that being
/// locked out tells nothing.
/// </summary>
internal sealed class Throttle(RateLimitSettings limits, TimeProvider clock)
{
    private const int Ipv6PrefixBytes = 8;
    private const double SecondsPerMinute = 60;

    private readonly Buckets _failedHere = new(limits.FailedLoginsBurst, limits.FailedLoginsPerMinute / SecondsPerMinute, clock);
    private readonly Buckets _failedOfUser = new(limits.FailedLoginsOfUserBurst, limits.FailedLoginsOfUserPerMinute / SecondsPerMinute, clock);
    private readonly Buckets _failedOfAddress = new(limits.FailedLoginsOfAddressBurst, limits.FailedLoginsOfAddressPerMinute / SecondsPerMinute, clock);

    public Buckets OfUsers { get; } = new(limits.RequestsBurst, limits.RequestsPerSecond, clock);

    public Buckets OfAddresses { get; } = new(limits.AnonymousRequestsBurst, limits.AnonymousRequestsPerSecond, clock);

    public Buckets OfChats { get; } = new(limits.ChatsBurst, limits.ChatsPerSecond, clock);

    public int LockedOutSeconds => _failedHere.RetryAfterSeconds;

    /// <summary>Too many wrong passwords: none is looked at now, right or wrong.</summary>
    public bool IsLockedOut(HttpContext http, string userName)
    {
        var address = AddressOf(http);
        return !_failedOfAddress.HasAny(address) || !_failedOfUser.HasAny(userName) || !_failedHere.HasAny(Pair(address, userName));
    }

    public void NoteFailed(HttpContext http, string userName)
    {
        var address = AddressOf(http);
        _failedOfAddress.TryTake(address);
        _failedOfUser.TryTake(userName);
        _failedHere.TryTake(Pair(address, userName));
    }

    /// <summary>Whom an address belongs to, as far as it tells: an IPv6 subscriber has at least 64 bits to choose from.</summary>
    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } six => $"{new IPAddress([.. six.GetAddressBytes().Take(Ipv6PrefixBytes), .. new byte[Ipv6PrefixBytes]])}/64",
        var four => four.ToString(),
    };

    private static string Pair(string address, string userName) => $"{address} {userName}";
}
