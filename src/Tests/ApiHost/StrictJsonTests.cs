using System.Text;
using OrleansChat.ApiHost.Operations;

namespace OrleansChat.Tests.ApiHost;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":1}""")]
    [InlineData(""" {"a":"\ud83d\ude00 \u00e9 \u0001"} """)]
    [InlineData("""{"__proto__":{},"a":[[[[]]]]}""")]
    [InlineData("""{"a":-0.10e+2}""")]
    public void Is_taken(string json)
    {
        using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(json), 16);
        Assert.NotNull(document);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("{}{}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1}//""")]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"x":{"a":1,"a":1}}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{'a':1}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\udc00\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":["\u0000"]}""")]
    [InlineData("""{"a\u0000":1}""")]
    [InlineData("{\"a\":\"line\nbreak\"}")]
    [InlineData("\uFEFF{}")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}""")]
    public void Is_refused(string json) => Assert.Null(StrictJson.Parse(Encoding.UTF8.GetBytes(json), 16));

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xC3, 0x28, 0x22, 0x7D })]
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D })]
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xC0, 0x80, 0x22, 0x7D })]
    public void Octets_that_are_no_utf8_are_refused(byte[] octets) => Assert.Null(StrictJson.Parse(octets, 16));
}
