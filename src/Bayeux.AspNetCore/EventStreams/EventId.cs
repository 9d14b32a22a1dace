using System.Globalization;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.EventStreams;

/// <summary>The <c>id:</c> of an event, <c>clientId.position</c>: which session, and how far the client has got in it. It proves nothing by itself.</summary>
/// <param name="ClientId">The session.</param>
/// <param name="Position">See <see cref="Sessions.Position"/>.</param>
internal readonly record struct EventId(string ClientId, long Position)
{
    private const int CharactersMax = 96;

    /// <summary>What a client sends as <c>Last-Event-ID</c>; <see langword="null"/> for nothing, and for what this server never wrote.</summary>
    public static EventId? Parse(string? text)
    {
        if (text is null or { Length: 0 or > CharactersMax }) return null;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Sessions.ClientId.IsWellFormed(text[..dot]) && long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new(text[..dot], position)
            : null;
    }

    /// <summary>As it is written.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{ClientId}.{Position}");

    /// <summary>Keeps the clientId out of logs.</summary>
    public override string ToString() => Position.ToString(CultureInfo.InvariantCulture);
}
