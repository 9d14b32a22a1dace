using System.Security.Cryptography;
using System.Text;
using OrleansChat.ApiHost.Operations;

namespace OrleansChat.ApiHost.Customers;

/// <summary>A customer's id of their chat: the shape of a GUID, all 128 bits random (decision 39). It is the customer's only secret.</summary>
/// <param name="Value">The id.</param>
/// <param name="ContactCenterId">The contact centre that the request names: in another one the handle opens nothing.</param>
internal readonly record struct Handle(Guid Value, string ContactCenterId)
{
    private const int Length = 36;
    private const int Bytes = 16;

    public string ChatId => Domain.Chats.ChatId.FromHandle(Value);

    public string Hash => Domain.Chats.ChatId.HandleHash(Value, ContactCenterId);

    /// <summary>
    /// A handle that nobody can guess. Of a request with a key it follows from the key and a salt: only who has the key finds it again, and the
    /// salt, which is stored, opens nothing without it.
    /// </summary>
    public static Handle New(string contactCenterId, IdempotencyKey? key, string salt) => new(
        new Guid(key is null ? RandomNumberGenerator.GetBytes(Bytes) : HMACSHA256.HashData(Encoding.UTF8.GetBytes(salt), Encoding.UTF8.GetBytes($"{contactCenterId}\n{key.Value}")).AsSpan(0, Bytes)),
        contactCenterId);

    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary><see langword="null"/> for what has not the shape.</summary>
    public static Handle? Parse(string text, string contactCenterId) =>
        text.Length == Length && Guid.TryParseExact(text, "D", out var value) ? new(value, contactCenterId) : null;

    public override string ToString() => Value.ToString("D");
}
