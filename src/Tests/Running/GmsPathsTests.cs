using System.Net;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>The vendor's older customer API (contract rows 46–52 and 54) is not built: nothing answers under its addresses, whoever asks.</summary>
[Collection(OneServer.Name)]
public sealed class GmsPathsTests(TeamServer server)
{
    private const string Service = "/genesys/2/chat/demo";
    private const string Chat = $"{Service}/0001DA9PFC93000S";

    [Theory]
    [InlineData(46, Service)]
    [InlineData(47, $"{Chat}/send")]
    [InlineData(48, $"{Chat}/refresh")]
    [InlineData(49, $"{Chat}/startTyping")]
    [InlineData(49, $"{Chat}/stopTyping")]
    [InlineData(50, $"{Chat}/pushUrl")]
    [InlineData(50, $"{Chat}/updateNickname")]
    [InlineData(50, $"{Chat}/customNotice")]
    [InlineData(50, $"{Chat}/updateData")]
    [InlineData(50, $"{Chat}/readReceipt")]
    [InlineData(51, $"{Chat}/disconnect")]
    [InlineData(52, $"{Chat}/file")]
    [InlineData(52, $"{Chat}/file/limits")]
    [InlineData(52, $"{Chat}/file/1/download")]
    [InlineData(52, $"{Chat}/file/1/delete")]
    [InlineData(54, "/genesys/cometd")]
    [InlineData(54, "/genesys/cometd/handshake")]
    [Shows("/genesys")]
    public async Task Requests_of_the_GMS_API_are_answered_with_404(int row, string path)
    {
        using var customer = new HttpClient { BaseAddress = server.Server.Address };
        using var form = new FormUrlEncodedContent([new("nickname", "Chris"), new("message", "hello"), new("userId", "1"), new("secureKey", "1"), new("alias", "1")]);
        using var json = new StringContent("""[{"id":"1","channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"]}]""", null, "application/json");
        Asked.For(path);
        using var posted = await customer.PostAsync(new Uri(path, UriKind.Relative), row == 54 ? json : form);
        using var read = await customer.GetAsync(new Uri(path, UriKind.Relative));
        foreach (var answer in new[] { posted, read })
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("", await answer.Content.ReadAsStringAsync());
        }
    }
}
