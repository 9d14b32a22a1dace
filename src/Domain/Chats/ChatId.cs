using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace OrleansChat.Domain.Chats;

/// <summary>
/// Chat ids: 16 characters of <c>0-9A-Z</c> (decision 8). A chat's id is computed from the customer's random handle by a one-way function:
/// the handle finds the chat without any table, and the id, which agents see, does not lead back to the handle.
/// </summary>
public static class ChatId
{
    public const int Length = 16;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static bool IsWellFormed(string text) => text.Length == Length && text.All(static c => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z'));

    /// <summary>The id of the chat that belongs to this handle.</summary>
    public static string FromHandle(Guid handle)
    {
        var number = new BigInteger(SHA256.HashData(Encoding.ASCII.GetBytes("chat:" + handle.ToString("N"))), isUnsigned: true);
        var id = new char[Length];
        for (var place = 0; place < Length; place++)
        {
            number = BigInteger.DivRem(number, Alphabet.Length, out var digit);
            id[place] = Alphabet[(int)digit];
        }

        return new string(id);
    }

    /// <summary>What a chat remembers of its handle, to check later calls: 64 hex digits. It holds in its own contact centre only.</summary>
    public static string HandleHash(Guid handle, string contactCenterId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"handle:{contactCenterId}:{handle:N}")));
}
