using System.Net;
using System.Net.Sockets;
using OrleansChat.ApiHost.Settings;

namespace OrleansChat.ApiHost.Throttling;

/// <summary>
/// Who has asked too often (section <c>RateLimits</c>). Wrong passwords count alike for names that exist and names that do not, so that being
/// locked out tells nothing. A password takes its tokens before it is looked at, and gives them back if it was right: however many come at once,
/// no more are looked at than there are tokens.
/// </summary>
internal sealed class Throttle(RateLimitSettings limits, TimeProvider clock)
{
    private const int Ipv6PrefixBytes = 8;
    private const double SecondsPerMinute = 60;

    private readonly Buckets _failedHere = new(limits.FailedLoginsBurst, limits.FailedLoginsPerMinute / SecondsPerMinute, clock);
    private readonly Buckets _failedOfUser = new(limits.FailedLoginsOfUserBurst, limits.FailedLoginsOfUserPerMinute / SecondsPerMinute, clock);
    private readonly Buckets _failedOfAddress = new(limits.FailedLoginsOfAddressBurst, limits.FailedLoginsOfAddressPerMinute / SecondsPerMinute, clock);
    private readonly Lock _failedLock = new();
    private TaskCompletionSource _next = NewNext();

    public Buckets OfUsers { get; } = new(limits.RequestsBurst, limits.RequestsPerSecond, clock);

    public Buckets OfAddresses { get; } = new(limits.AnonymousRequestsBurst, limits.AnonymousRequestsPerSecond, clock);

    public Buckets OfChats { get; } = new(limits.ChatsBurst, limits.ChatsPerSecond, clock);

    public int LockedOutSeconds => _failedHere.RetryAfterSeconds;

    /// <summary>Too many wrong passwords: none is looked at now, right or wrong.</summary>
    public bool IsLockedOut(string address, string userName) => BucketsOf(address, userName).Any(static b => !b.Buckets.HasAny(b.Key));

    /// <summary>Before a password is looked at. What is held must be let go.</summary>
    public Hold TryHold(string address, string userName)
    {
        var all = BucketsOf(address, userName);
        lock (_failedLock)
        {
            for (var place = 0; place < all.Length; place++)
            {
                if (all[place].Buckets.TryHold(all[place].Key) is var hold and not Hold.Held)
                {
                    LetGo(all.AsSpan(0, place), isUsed: false);
                    return hold;
                }
            }
        }

        return Hold.Held;
    }

    /// <summary>After a password was looked at, or was not in the end.</summary>
    public void LetGo(string address, string userName, bool wasWrong)
    {
        lock (_failedLock)
        {
            LetGo(BucketsOf(address, userName), wasWrong);
        }

        Interlocked.Exchange(ref _next, NewNext()).SetResult();
    }

    /// <summary>Completes when the next password was looked at.</summary>
    public Task NextLetGo => _next.Task;

    /// <summary>Whom an address belongs to, as far as it tells: an IPv6 subscriber has at least 64 bits to choose from.</summary>
    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } six => $"{new IPAddress([.. six.GetAddressBytes().Take(Ipv6PrefixBytes), .. new byte[Ipv6PrefixBytes]])}/64",
        var four => four.ToString(),
    };

    private static void LetGo(ReadOnlySpan<(Buckets Buckets, string Key)> held, bool isUsed)
    {
        foreach (var (buckets, key) in held)
        {
            buckets.LetGo(key, isUsed);
        }
    }

    private (Buckets Buckets, string Key)[] BucketsOf(string address, string userName) => [(_failedOfAddress, address), (_failedOfUser, userName), (_failedHere, $"{address} {userName}")];

    private static TaskCompletionSource NewNext() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
