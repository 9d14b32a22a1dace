using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace OrleansChat.Bayeux.AspNetCore.LongPolling;

/// <summary>
/// The tabs of one browser (Bayeux 1.0, section 6.1.1: multiple clients). Over HTTP/1.1 a browser opens six connections to a host, so only one tab per
/// user holds a connect; the others are told to poll. The cookie counts, it proves nothing.
/// </summary>
internal sealed class BrowserTabs(BayeuxOptions options)
{
    private const int IdCharactersMax = 64;

    // Tabs that were told to poll and must be told when they may hold again. The oldest are forgotten: they keep polling, which is harmless.
    private const int ToldToPollMax = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string User, string Browser), (string ClientId, string ConnectionId)> _holders = [];
    private readonly HashSet<string> _toldToPoll = [];
    private readonly Queue<string> _toldOrder = [];

    /// <summary>The browser's id, or <see langword="null"/> when tabs need not be counted: no cookie, or HTTP/2 and up.</summary>
    public string? BrowserOf(HttpContext context)
    {
        if (!options.OneHeldConnectPerBrowser || !HttpProtocol.IsHttp11(context.Request.Protocol)) return null;
        var cookie = context.Request.Cookies[options.BrowserCookie];
        return IsWellFormed(cookie) ? cookie : null;
    }

    /// <summary>Gives a browser its id with the handshake.</summary>
    public void Mark(HttpContext context)
    {
        if (!options.OneHeldConnectPerBrowser || IsWellFormed(context.Request.Cookies[options.BrowserCookie])) return;
        var cookie = new CookieOptions { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true };
        context.Response.Cookies.Append(options.BrowserCookie, RandomNumberGenerator.GetHexString(32, lowercase: true), cookie);
    }

    /// <summary>Takes the browser's place for this session, whose older connect may have it already.</summary>
    /// <param name="wasToldToPoll">The session polls so far: its next reply must tell it that it no longer need to.</param>
    public bool TryHold(string user, string browser, string clientId, string connectionId, out bool wasToldToPoll)
    {
        lock (_lock)
        {
            wasToldToPoll = false;
            if (_holders.TryGetValue((user, browser), out var holder) && holder.ClientId != clientId)
            {
                if (_toldToPoll.Add(clientId)) _toldOrder.Enqueue(clientId);
                if (_toldOrder.Count > ToldToPollMax) _toldToPoll.Remove(_toldOrder.Dequeue());
                return false;
            }

            _holders[(user, browser)] = (clientId, connectionId);
            wasToldToPoll = _toldToPoll.Remove(clientId);
            return true;
        }
    }

    public void Release(string user, string browser, string connectionId)
    {
        lock (_lock)
        {
            if (_holders.TryGetValue((user, browser), out var holder) && holder.ConnectionId == connectionId) _holders.Remove((user, browser));
        }
    }

    private static bool IsWellFormed(string? id) => id is { Length: >= 16 and <= IdCharactersMax } && id.All(char.IsAsciiLetterOrDigit);
}
