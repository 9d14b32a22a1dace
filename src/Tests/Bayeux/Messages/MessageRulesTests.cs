using System.Text;
using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Tests.Bayeux.Messages;

public sealed class MessageRulesTests
{
    [Theory]
    [InlineData("\"1.0\"", null)]
    [InlineData("\"1.0beta\"", null)]
    [InlineData("\"1.0.3\"", null)]
    [InlineData("\"1\"", null)]
    [InlineData("\"2.0\"", "300::Version not supported")]
    [InlineData("\"1.01\"", "300::Version not supported")]
    [InlineData("\"\"", "400::version_missing")]
    [InlineData("1.0", "400::version_missing")]
    public void A_handshake_needs_version_1(string version, string? error) =>
        Assert.Equal(error, MessageRules.Handshake(One($$"""{"version":{{version}},"supportedConnectionTypes":["long-polling"]}"""), ["long-polling"]));

    [Theory]
    [InlineData("""["long-polling"]""", null)]
    [InlineData("""["websocket","long-polling"]""", null)]
    [InlineData("""["websocket","in-process"]""", "301:websocket,in-process:Connection types not supported")]
    [InlineData("""["<script>"]""", "301::Connection types not supported")]
    [InlineData("[]", "301::Connection types not supported")]
    [InlineData("[7]", "301::Connection types not supported")]
    [InlineData("\"long-polling\"", "301::Connection types not supported")]
    public void A_handshake_needs_a_transport_in_common(string types, string? error) =>
        Assert.Equal(error, MessageRules.Handshake(One($$"""{"version":"1.0","supportedConnectionTypes":{{types}}}"""), ["long-polling"]));

    [Theory]
    [InlineData("\"/v2/me/chats\"", null)]
    [InlineData("[\"/v2/me/*\",\"/**\",\"/service/x\"]", null)]
    [InlineData("[]", "403::subscription_missing")]
    [InlineData("7", "403::subscription_invalid")]
    [InlineData("\"a\"", "403::subscription_invalid")]
    [InlineData("[\"/v2/me/chats\",\"/v2/*/x\"]", "403::subscription_invalid")]
    [InlineData("\"/meta/connect\"", "403:/meta/connect:subscribe_denied")]
    [InlineData("[\"/a\",\"/meta/**\"]", "403:/meta/**:subscribe_denied")]
    public void A_subscription_is_never_to_the_protocol_itself(string subscription, string? error) =>
        Assert.Equal(error, MessageRules.Subscribe(One($$"""{"subscription":{{subscription}}}""")));

    [Theory]
    [InlineData("/service/x", "{}", null)]
    [InlineData("/**", "{}", "403:/**:publish_denied")]
    [InlineData("/service/*", "{}", "403:/service/*:publish_denied")]
    public void A_publish_is_to_a_name(string channel, string data, string? error) =>
        Assert.Equal(error, MessageRules.Publish(One($$"""{"channel":"{{channel}}","data":{{data}}}""")));

    [Fact]
    public void A_publish_has_data() => Assert.Equal("400::data_missing", MessageRules.Publish(One("""{"channel":"/service/x"}""")));

    private static BayeuxMessage One(string json) => Assert.Single(BayeuxParser.Parse(Encoding.UTF8.GetBytes(json), new()).Messages);
}
