using OrleansChat.Domain.Retries;

namespace OrleansChat.Tests.Domain;

/// <summary>Which of two requests with one key is which (decision 22).</summary>
public sealed class RetryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly RememberedRequest First = new("hello", Noon);

    [Fact]
    public void A_key_that_nobody_remembers_is_a_first_request() => Assert.Equal(RetryVerdict.First, Retry.Judge(null, "hello", Noon));

    [Theory]
    [InlineData("hello", RetryVerdict.Again)]
    [InlineData("bye", RetryVerdict.Other)]
    [InlineData("", RetryVerdict.Other)]
    public void A_key_that_is_remembered_gives_the_first_success_to_the_same_request_only(string digest, RetryVerdict verdict) =>
        Assert.All([Noon, Noon.AddTicks(1), Noon.AddHours(24).AddTicks(-1), Noon.AddHours(-1)], now => Assert.Equal(verdict, Retry.Judge(First, digest, now)));

    [Theory]
    [InlineData("hello")]
    [InlineData("bye")]
    public void After_24_hours_a_key_is_free_again(string digest) =>
        Assert.All([Noon.AddHours(24), Noon.AddDays(300)], now => Assert.Equal(RetryVerdict.First, Retry.Judge(First, digest, now)));
}
