namespace OrleansChat.Bayeux.AspNetCore;

/// <summary>Who is behind a request or a socket, as the application's authentication says. A session belongs to <paramref name="User"/> and to nobody else.</summary>
/// <param name="User">The user's id: the key of the sessions. Never taken from anything in a message.</param>
/// <param name="LoginId">The login behind the credentials, or <see langword="null"/>; its end ends the sessions that it uses.</param>
/// <param name="ValidUntil">When the credentials run out: a socket or stream that they opened is closed then, and a held connect answered.</param>
/// <param name="ByCookie">The credentials came in a cookie: the browser adds them to requests of any site, so the origin is checked.</param>
public sealed record BayeuxPrincipal(string User, string? LoginId = null, bool ByCookie = false, DateTimeOffset? ValidUntil = null);
