using OrleansChat.Domain.Chats;

namespace OrleansChat.Tests.Domain;

/// <summary>Chat ids say nothing about their handle and nothing about other chats (decision 8).</summary>
public class ChatIdTests
{
    private static readonly ImmutableArray<Guid> Handles = [.. Enumerable.Range(0, 4_000).Select(static n => new Guid(n, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8))];

    [Fact]
    public void An_id_has_16_characters_of_digits_and_capitals() => Assert.All(Handles, static handle => Assert.Matches("^[0-9A-Z]{16}$", ChatId.FromHandle(handle)));

    [Fact]
    public void A_handle_always_leads_to_the_same_id_and_different_handles_to_different_ones()
    {
        Assert.Equal(Handles.Select(ChatId.FromHandle), Handles.Select(ChatId.FromHandle));
        Assert.Equal(Handles.Length, Handles.Select(ChatId.FromHandle).Distinct().Count());
    }

    [Fact]
    public void Every_character_is_about_equally_frequent_in_every_place()
    {
        var ids = Handles.Select(ChatId.FromHandle).ToList();
        var expected = Handles.Length / 36.0;
        for (var place = 0; place < ChatId.Length; place++)
        {
            var counts = ids.CountBy(id => id[place]).ToList();
            Assert.Equal(36, counts.Count);
            Assert.All(counts, count => Assert.InRange(count.Value, expected * 0.5, expected * 1.6));
        }
    }

    [Fact]
    public void Neighbouring_handles_have_ids_that_share_hardly_anything()
    {
        var alike = Handles.Zip(Handles.Skip(1), static (one, other) => ChatId.FromHandle(one).Zip(ChatId.FromHandle(other)).Count(static pair => pair.First == pair.Second));
        Assert.InRange(alike.Average(), 0.2, 0.8);
    }

    [Fact]
    public void Neither_the_id_nor_the_stored_hash_can_be_made_from_the_other_or_holds_the_handle() => Assert.All(Handles.Take(200), static handle =>
    {
        var (id, hash) = (ChatId.FromHandle(handle), ChatId.HandleHash(handle, "11111111-1111-1111-1111-111111111111"));
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.NotEqual(id, Base36(hash));
        Assert.DoesNotContain(handle.ToString("N")[..12], hash, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(handle.ToString("N")[..8], id, StringComparison.OrdinalIgnoreCase);
    });

    [Theory]
    [InlineData("0001DA9PFC93000S", true)]
    [InlineData("0001Da9PFC93000S", false)]
    [InlineData("0001DA9PFC93000", false)]
    [InlineData("0001DA9PFC93000SX", false)]
    [InlineData("0001DA9PFC93000/", false)]
    [InlineData("٠001DA9PFC93000S", false)]
    [InlineData("", false)]
    public void Only_the_shape_of_an_id_is_well_formed(string text, bool wellFormed) => Assert.Equal(wellFormed, ChatId.IsWellFormed(text));

    /// <summary>What the id would be if it were made from the number that the hash is.</summary>
    private static string Base36(string hash)
    {
        var number = new System.Numerics.BigInteger(Convert.FromHexString(hash), isUnsigned: true);
        return string.Concat(Enumerable.Range(0, ChatId.Length).Select(_ =>
        {
            number = System.Numerics.BigInteger.DivRem(number, 36, out var digit);
            return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(int)digit];
        }));
    }
}
