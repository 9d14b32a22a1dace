using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;

namespace OrleansChat.ApiHost.Logins;

/// <summary>
/// What login cookies carry, deciphered once: otherwise it is done for every request. Whether a ticket still holds is asked each time. Bounded in
/// number; what no key of this installation opens is not remembered.
/// </summary>
internal sealed class RememberedTickets(IDataProtector protector)
{
    /// <summary>More than anybody has users logged in; when full, all are forgotten and deciphered again.</summary>
    private const int EntriesMax = 10_000;

    private readonly ConcurrentDictionary<string, LoginTicket> _tickets = new(StringComparer.Ordinal);

    public LoginTicket? Find(string cookie)
    {
        if (_tickets.TryGetValue(cookie, out var known)) return known;
        if (LoginTicket.Unprotect(protector, cookie) is not { } ticket) return null;
        if (_tickets.Count >= EntriesMax) _tickets.Clear();
        return _tickets[cookie] = ticket;
    }
}
