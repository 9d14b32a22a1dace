using System.Security.Cryptography;

namespace OrleansChat.ApiHost.Customers;

/// <summary>A customer's id of their chat: the shape of a GUID, all 128 bits random (decision 39). It is the customer's only secret.</summary>
/// <param name="Value">The id.</param>
/// <param name="ContactCenterId">The contact centre that the request names: in another one the handle opens nothing.</param>
internal readonly record struct Handle(Guid Value, string ContactCenterId)
{
    private const int Length = 36;

    public string ChatId => Domain.Chats.ChatId.FromHandle(Value);

    public string Hash => Domain.Chats.ChatId.HandleHash(Value, ContactCenterId);

    public static Handle New(string contactCenterId) => new(new Guid(RandomNumberGenerator.GetBytes(16)), contactCenterId);

    /// <summary><see langword="null"/> for what has not the shape.</summary>
    public static Handle? Parse(string text, string contactCenterId) =>
        text.Length == Length && Guid.TryParseExact(text, "D", out var value) ? new(value, contactCenterId) : null;

    public override string ToString() => Value.ToString("D");
}
