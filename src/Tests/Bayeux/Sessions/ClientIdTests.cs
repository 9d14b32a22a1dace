using System.Security.Cryptography;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Sessions;

public sealed class ClientIdTests
{
    [Fact]
    public void Ids_are_26_letters_and_digits_and_never_the_same()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => ClientId.FromRandom(RandomNumberGenerator.GetBytes(ClientId.RandomBytes))!).ToArray();
        Assert.All(ids, id => Assert.True(id.Length == 26 && ClientId.IsWellFormed(id)));
        Assert.Equal(1_000, ids.Distinct().Count());
    }

    [Fact]
    public void Bytes_that_would_favour_a_character_are_skipped()
    {
        Assert.Null(ClientId.FromRandom(Enumerable.Repeat((byte)255, 64).ToArray()));
        Assert.Equal(new string('0', 26), ClientId.FromRandom([252, 253, .. new byte[26]]));
    }
}
