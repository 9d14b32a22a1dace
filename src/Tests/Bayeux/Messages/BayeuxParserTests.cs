using System.Diagnostics;
using System.Text;
using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Tests.Bayeux.Messages;

public sealed class BayeuxParserTests
{
    private static readonly MessageLimits Limits = new();

    [Theory]
    [InlineData("", BodyProblem.NotJson)]
    [InlineData(" ", BodyProblem.NotJson)]
    [InlineData("{", BodyProblem.NotJson)]
    [InlineData("[{\"channel\":\"/a\"}", BodyProblem.NotJson)]
    [InlineData("[{\"channel\":\"/a\"}] []", BodyProblem.NotJson)]
    [InlineData("[{\"channel\":\"/a\",}]", BodyProblem.NotJson)]
    [InlineData("[{\"channel\":\"/a\"/*c*/}]", BodyProblem.NotJson)]
    [InlineData("[{\"id\":NaN}]", BodyProblem.NotJson)]
    [InlineData("[{\"id\":01}]", BodyProblem.NotJson)]
    [InlineData("[{'channel':'/a'}]", BodyProblem.NotJson)]
    [InlineData("\uFEFF[{\"channel\":\"/a\"}]", BodyProblem.NotJson)]
    [InlineData("[{\"channel\":\"/a\",\"channel\":\"/b\"}]", BodyProblem.NotJson)]
    [InlineData("[{\"channel\":\"/a\",\"ch\\u0061nnel\":\"/b\"}]", BodyProblem.NotJson)]
    [InlineData("[{\"data\":{\"a\":1,\"a\":2}}]", BodyProblem.NotJson)]
    [InlineData("[{\"id\":\"\\ud800\"}]", BodyProblem.NotJson)]
    [InlineData("[{\"data\":{\"text\":\"x\\udc00y\"}}]", BodyProblem.NotJson)]
    [InlineData("[{\"\\ud800\":1}]", BodyProblem.NotJson)]
    [InlineData("message=[{}]", BodyProblem.NotJson)]
    [InlineData("null", BodyProblem.NotMessages)]
    [InlineData("7", BodyProblem.NotMessages)]
    [InlineData("\"x\"", BodyProblem.NotMessages)]
    [InlineData("[]", BodyProblem.NotMessages)]
    [InlineData("[7]", BodyProblem.NotMessages)]
    [InlineData("[{\"channel\":\"/a\"},null]", BodyProblem.NotMessages)]
    [InlineData("[[{\"channel\":\"/a\"}]]", BodyProblem.NotMessages)]
    [InlineData("[{\"channel\":\"/a\"}]", BodyProblem.None)]
    [InlineData("{\"channel\":\"/a\"}", BodyProblem.None)]
    [InlineData(" [ { } ] \r\n", BodyProblem.None)]
    public void A_body_is_messages_or_is_refused_as_a_whole(string body, BodyProblem problem)
    {
        var parsed = BayeuxParser.Parse(Encoding.UTF8.GetBytes(body), Limits);
        Assert.Equal(problem, parsed.Problem);
        Assert.Equal(problem != BodyProblem.None, parsed.Messages.IsEmpty);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        Assert.Equal(BodyProblem.NotJson, BayeuxParser.Parse([.. "[{\"id\":\""u8, 0xC3, 0x28, .. "\"}]"u8], Limits).Problem);
        Assert.Equal(BodyProblem.NotJson, BayeuxParser.Parse(Encoding.Unicode.GetBytes("[{\"channel\":\"/a\"}]"), Limits).Problem);
        Assert.Equal(BodyProblem.NotJson, BayeuxParser.Parse([.. "[{\"id\":\""u8, 0xED, 0xA0, 0x80, .. "\"}]"u8], Limits).Problem);
    }

    [Theory]
    [InlineData(13, BodyProblem.None)]
    [InlineData(14, BodyProblem.None)]
    [InlineData(15, BodyProblem.NotJson)]
    [InlineData(10_000, BodyProblem.NotJson)]
    public void Depth_is_limited(int arraysInData, BodyProblem problem)
    {
        var body = $$"""[{"channel":"/a","data":{{new string('[', arraysInData)}}{{new string(']', arraysInData)}}}]""";
        Assert.Equal(problem, BayeuxParser.Parse(Encoding.UTF8.GetBytes(body), Limits).Problem);
    }

    [Fact]
    public void Messages_are_limited()
    {
        static byte[] Batch(int count) => Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", count))}]");
        Assert.Equal(256, BayeuxParser.Parse(Batch(256), Limits).Messages.Length);
        Assert.Equal(BodyProblem.TooManyMessages, BayeuxParser.Parse(Batch(257), Limits).Problem);
        Assert.Equal(BodyProblem.TooManyMessages, BayeuxParser.Parse(Batch(1_000_000), Limits).Problem);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("[0,")]
    [InlineData("[{},")]
    [InlineData("\"\\ud800\",")]
    public void The_worst_that_a_body_can_hold_costs_less_than_50_ms(string piece)
    {
        var body = Encoding.UTF8.GetBytes("[" + string.Concat(Enumerable.Repeat(piece, (64 << 10) / piece.Length)));
        // The quickest of ten: the machine may be busy with something else.
        var quickest = Enumerable.Range(0, 10).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            Assert.NotEqual(BodyProblem.None, BayeuxParser.Parse(body, Limits).Problem);
            return watch.Elapsed;
        });
        Assert.True(quickest < TimeSpan.FromMilliseconds(50), $"It took {quickest}.");
    }

    [Fact]
    public void Many_different_keys_cost_less_than_50_ms_too()
    {
        var body = Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 7_000).Select(i => $"\"{i}\":0"))},\"0\":1}}");
        var quickest = Enumerable.Range(0, 10).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(BodyProblem.NotJson, BayeuxParser.Parse(body, Limits).Problem);
            return watch.Elapsed;
        });
        Assert.True(quickest < TimeSpan.FromMilliseconds(50), $"It took {quickest}.");
    }

    [Theory]
    [InlineData("""{"channel":"/a"}""", null)]
    [InlineData("""{"channel":"/a/**"}""", null)]
    [InlineData("""{"id":"1"}""", "400::channel_missing")]
    [InlineData("""{"channel":7}""", "405::channel_invalid")]
    [InlineData("""{"channel":null}""", "405::channel_invalid")]
    [InlineData("""{"channel":"a"}""", "405::channel_invalid")]
    [InlineData("""{"channel":"//meta/subscribe"}""", "405::channel_invalid")]
    [InlineData("""{"channel":"/meta/subscribe/"}""", "405::channel_invalid")]
    [InlineData("""{"channel":"/meta\u0000"}""", "405::channel_invalid")]
    [InlineData("""{"channel":"/a","id":{}}""", "405::message_id_invalid")]
    [InlineData("""{"channel":"/a","id":true}""", "405::message_id_invalid")]
    [InlineData("""{"channel":"/a","id":null}""", null)]
    [InlineData("""{"channel":"/a","id":7}""", null)]
    public void The_envelope_is_checked(string message, string? problem) => Assert.Equal(problem, One(message).Problem);

    [Fact]
    public void Channels_and_ids_have_a_length()
    {
        Assert.Null(One($$"""{"channel":"/{{new string('a', 255)}}"}""").Problem);
        var tooLong = One($$"""{"channel":"/{{new string('a', 256)}}"}""");
        Assert.Equal("405::channel_invalid", tooLong.Problem);
        Assert.Null(tooLong.Channel);
        Assert.Null(One($$"""{"channel":"/a","id":"{{new string('1', 128)}}"}""").Problem);
        Assert.Equal("405::message_id_invalid", One($$"""{"channel":"/a","id":"{{new string('1', 129)}}"}""").Problem);
    }

    [Theory]
    [InlineData("{}", -1)]
    [InlineData("""{"ext":{"ack":7}}""", 7)]
    [InlineData("""{"ext":{"ack":0}}""", 0)]
    [InlineData("""{"ext":{"ack":-1}}""", -1)]
    [InlineData("""{"ext":{"ack":1.5}}""", -1)]
    [InlineData("""{"ext":{"ack":1e300}}""", -1)]
    [InlineData("""{"ext":{"ack":99999999999999999999}}""", -1)]
    [InlineData("""{"ext":{"ack":"7"}}""", -1)]
    [InlineData("""{"ext":{"ack":true}}""", -1)]
    [InlineData("""{"ext":[7]}""", -1)]
    [InlineData("""{"ext":"ack"}""", -1)]
    public void An_ack_is_an_integer_or_none(string message, long ack) => Assert.Equal(ack, One(message).Ack);

    [Theory]
    [InlineData("{}", -1, false)]
    [InlineData("""{"advice":{}}""", -1, true)]
    [InlineData("""{"advice":{"timeout":0}}""", 0, true)]
    [InlineData("""{"advice":{"timeout":60000}}""", 60_000, true)]
    [InlineData("""{"advice":{"timeout":-1}}""", -1, true)]
    [InlineData("""{"advice":{"timeout":2147483648}}""", int.MaxValue, true)]
    [InlineData("""{"advice":{"timeout":1e300}}""", int.MaxValue, true)]
    [InlineData("""{"advice":{"timeout":"0"}}""", -1, true)]
    [InlineData("""{"advice":[0]}""", -1, false)]
    public void A_timeout_is_clamped(string message, int timeoutMs, bool hasAdvice)
    {
        Assert.Equal(timeoutMs, One(message).AdviceTimeoutMs);
        Assert.Equal(hasAdvice, One(message).HasAdvice);
    }

    [Theory]
    [InlineData("""{"subscription":"/a"}""", "/a", false)]
    [InlineData("""{"subscription":["/a","/b","/a"]}""", "/a /b", false)]
    [InlineData("""{"subscription":[]}""", "", false)]
    [InlineData("{}", "", false)]
    [InlineData("""{"subscription":7}""", "", true)]
    [InlineData("""{"subscription":null}""", "", true)]
    [InlineData("""{"subscription":["/a",7]}""", "", true)]
    [InlineData("""{"subscription":{"0":"/a"}}""", "", true)]
    public void A_subscription_is_a_text_or_texts(string message, string channels, bool malformed)
    {
        Assert.Equal(channels, string.Join(' ', One(message).Subscriptions));
        Assert.Equal(malformed, One(message).SubscriptionsAreMalformed);
    }

    [Theory]
    [InlineData("""{"clientId":"abc123XYZ"}""", "abc123XYZ")]
    [InlineData("""{"clientId":""}""", null)]
    [InlineData("""{"clientId":7}""", null)]
    [InlineData("""{"clientId":"a/b"}""", null)]
    [InlineData("""{"clientId":"a\r\nb"}""", null)]
    [InlineData("""{"clientId":["a"]}""", null)]
    public void A_clientId_that_no_server_made_is_none(string message, string? clientId) => Assert.Equal(clientId, One(message).ClientId);

    [Theory]
    [InlineData("""{"ext":{"ack":true}}""", true)]
    [InlineData("""{"ext":{"ack":{"enabled":true}}}""", true)]
    [InlineData("""{"ext":{"ack":false}}""", false)]
    [InlineData("""{"ext":{"ack":"true"}}""", false)]
    [InlineData("""{"ext":{}}""", false)]
    public void Ack_is_asked_for_in_two_forms(string message, bool wanted) => Assert.Equal(wanted, One(message).AckWanted);

    private static BayeuxMessage One(string json) => Assert.Single(BayeuxParser.Parse(Encoding.UTF8.GetBytes(json), Limits).Messages);
}
