using System.Security.Cryptography;

namespace OrleansChat.Grains;

/// <summary>Where ids come from that nobody must guess; a simulation puts a seeded one here.</summary>
public class RandomIds
{
    /// <summary>16 random hex digits in upper case (decision 8).</summary>
    public string ParticipantId() => Convert.ToHexString(Bytes(8));

    public virtual byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);
}
