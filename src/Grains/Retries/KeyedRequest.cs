using OrleansChat.Domain.Retries;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.Grains.Retries;

/// <summary>A request with a key, and the scope in which that key is unique.</summary>
internal sealed record KeyedRequest(string Scope, RequestKey Key, int KeysMax)
{
    /// <summary>About a chat: its users' and its customer's keys, told apart by who asks.</summary>
    public static KeyedRequest? OfChat(string stream, RequestKey? key) => key is null ? null : new(stream, key, Retry.KeysOfChatMax);

    /// <summary>What a user does outside of chats, whoever's grain decides it.</summary>
    public static KeyedRequest? OfUser(string stream, RequestKey? key) => key is null ? null : new(stream, key, Retry.KeysOfUserMax);

    /// <summary>For a chat that is not there yet.</summary>
    public static KeyedRequest? OfContactCenter(string contactCenterId, RequestKey? key) =>
        key is null ? null : new($"center/{contactCenterId}", key, Retry.KeysOfContactCenterMax);
}
