using OrleansChat.ApiHost.Answers;
using OrleansChat.Domain;

namespace OrleansChat.Tests.ApiHost;

/// <summary>Every refusal has a row, and every status code an HTTP status (decision 21).</summary>
public sealed class RefusalTableTests
{
    [Fact]
    public void Every_refusal_has_a_status_and_words()
    {
        foreach (var why in Enum.GetValues<Refusal>())
        {
            var (status, message) = Refusals.Of(why);
            Assert.NotEqual(WireStatus.Success, status);
            Assert.NotEmpty(message);
            Assert.InRange(HttpStatus.Of(status), 400, 499);
        }
    }

    [Theory]
    [InlineData(nameof(Refusal.NotASupervisor), 5, 403)]
    [InlineData(nameof(Refusal.AgentUnknown), 6, 404)]
    [InlineData(nameof(Refusal.Oneself), 3, 403)]
    [InlineData(nameof(Refusal.NoGroupOfThatAgent), 5, 403)]
    [InlineData(nameof(Refusal.ModeUnknown), 2, 400)]
    [InlineData(nameof(Refusal.KeyReused), 2, 400)]
    [InlineData(nameof(Refusal.ChatUnknown), 6, 404)]
    [InlineData(nameof(Refusal.NotMonitoring), 3, 403)]
    [InlineData(nameof(Refusal.ModeMissing), 1, 400)]
    [InlineData(nameof(Refusal.NotAllowed), 3, 403)]
    [InlineData(nameof(Refusal.LimitExceeded), 10, 400)]
    [InlineData(nameof(Refusal.NotInThisState), 2, 400)]
    [InlineData(nameof(Refusal.QueueUnknown), 2, 400)]
    public void The_table(string refusal, int statusCode, int http)
    {
        var (status, _) = Refusals.Of(Enum.Parse<Refusal>(refusal));
        Assert.Equal((statusCode, http), ((int)status, HttpStatus.Of(status)));
    }

    [Fact]
    public void Every_status_code_has_an_http_status() => Assert.All(Enum.GetValues<WireStatus>(), static status => HttpStatus.Of(status));
}
