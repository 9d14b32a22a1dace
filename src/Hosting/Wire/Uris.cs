namespace OrleansChat.Hosting.Wire;

/// <summary>Absolute uris from the configured address, never from a request's Host header (decision 23), and paths without it.</summary>
/// <param name="externalUrl">Asked at the first use: without a configured address it is known once the server listens.</param>
internal sealed class Uris(Func<string> externalUrl)
{
    public const string Prefix = "/api/v2";

    private readonly Lazy<string> _base = new(() => externalUrl().TrimEnd('/'));

    public Uris(string externalUrl)
        : this(() => externalUrl)
    {
    }

    /// <summary>Scheme, host and port of the address.</summary>
    public string Origin => new Uri(_base.Value).GetLeftPart(UriPartial.Authority);

    public bool IsHttps => _base.Value.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public string Of(string path) => $"{_base.Value}{Prefix}{path}";

    public static string ChatPath(string chatId) => $"/chats/{chatId}";

    public static string UserPath(string userId) => $"/users/{userId}";

    public static string ChannelPath(string channel) => $"/me/channels/{channel}";
}
