using System.Buffers;
using System.Text;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Messages;

public sealed class BayeuxWriterTests
{
    [Fact]
    public void Events_come_before_replies_and_a_reply_never_has_data()
    {
        var publish = One("""{"channel":"/service/x","id":"5","clientId":"abc","data":{"a":1}}""");
        Assert.Equal(
            """[{"channel":"/v2/me/chats","data":{"n":1}},{"channel":"/service/x","id":"5","successful":true}]""",
            Write([new(7, "/v2/me/chats", "{\"n\":1}"u8.ToArray())], BayeuxReply.Ok(publish)));
    }

    [Theory]
    [InlineData("""{"channel":"/a","id":"5"}""", """[{"channel":"/a","id":"5","successful":true}]""")]
    [InlineData("""{"channel":"/a","id":7}""", """[{"channel":"/a","id":7,"successful":true}]""")]
    [InlineData("""{"channel":"/a"}""", """[{"channel":"/a","successful":true}]""")]
    [InlineData("""{"id":"<\u0000>"}""", """[{"id":"\u003C\u0000\u003E","successful":true}]""")]
    public void An_id_is_repeated_as_it_came(string message, string expected) => Assert.Equal(expected, Write([], BayeuxReply.Ok(One(message))));

    [Fact]
    public void Advice_is_always_whole()
    {
        var connect = One("""{"channel":"/meta/connect","id":"4"}""");
        Assert.Equal(
            """[{"channel":"/meta/connect","id":"4","successful":false,"error":"402::Unknown client","advice":{"reconnect":"handshake","interval":0,"timeout":30000}}]""",
            Write([], BayeuxReply.No(connect, BayeuxError.UnknownClient, new(Reconnect.Handshake, 0, 30_000))));
        Assert.Equal(
            """[{"channel":"/meta/connect","id":"4","successful":true,"ext":{"ack":9},"advice":{"reconnect":"retry","interval":2000,"timeout":30000,"multiple-clients":true}}]""",
            Write([], BayeuxReply.Ok(connect) with { AckNumber = 9, Advice = new(Reconnect.Retry, 2000, 30_000, MultipleClients: true) }));
    }

    [Fact]
    public void A_handshake_reply_says_what_the_server_can()
    {
        var handshake = One("""{"channel":"/meta/handshake","id":"1"}""");
        var reply = BayeuxReply.Ok(handshake) with
        {
            ClientId = "abc", SupportedConnectionTypes = ["websocket", "long-polling"], AckGranted = true, Advice = new(Reconnect.Retry, 0, 30_000),
        };
        Assert.Equal(
            """[{"channel":"/meta/handshake","id":"1","successful":true,"clientId":"abc","version":"1.0","minimumVersion":"1.0","supportedConnectionTypes":["websocket","long-polling"],"ext":{"ack":true},"advice":{"reconnect":"retry","interval":0,"timeout":30000}}]""",
            Write([], reply));
    }

    private static BayeuxMessage One(string json) => Assert.Single(BayeuxParser.Parse(Encoding.UTF8.GetBytes(json), new()).Messages);

    private static string Write(Delivery[] deliveries, params BayeuxReply[] replies)
    {
        var output = new ArrayBufferWriter<byte>();
        BayeuxWriter.Write(output, deliveries, replies);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
