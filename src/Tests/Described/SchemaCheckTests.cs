using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Described;

/// <summary>The checker finds what is wrong: otherwise the tests that use it would prove nothing.</summary>
public sealed class SchemaCheckTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "1")]
    [InlineData("""{"type":["string","null"]}""", "[]")]
    [InlineData("""{"type":"integer"}""", "1.5")]
    [InlineData("""{"type":"integer","minimum":1}""", "0")]
    [InlineData("""{"const":"a"}""", "\"b\"")]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"A\"")]
    [InlineData("""{"minLength":1}""", "\"\"")]
    [InlineData("""{"maxLength":1}""", "\"ab\"")]
    [InlineData("""{"required":["a"]}""", "{}")]
    [InlineData("""{"additionalProperties":false}""", """{"a":1}""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":1}""")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"items":{"type":"string"}}""", "[\"a\",1]")]
    [InlineData("""{"minItems":1}""", "[]")]
    [InlineData("""{"maxItems":1}""", "[1,2]")]
    [InlineData("""{"oneOf":[{"type":"string"},{"const":"a"}]}""", "\"a\"")]
    [InlineData("""{"oneOf":[{"type":"string"},{"const":1}]}""", "2")]
    [InlineData("""{"anyOf":[{"type":"string"},{"const":1}]}""", "2")]
    [InlineData("""{"$ref":"#/components/schemas/Word","minLength":5}""", "\"abc\"")]
    [InlineData("""{"$ref":"#/components/schemas/Word"}""", "1")]
    [InlineData("""{"unknownKeyword":true}""", "1")]
    public void What_is_wrong_is_found(string schema, string value) => Assert.NotEmpty(Check().Wrong(JsonNode.Parse(schema)!.AsObject(), JsonNode.Parse(value)));

    [Theory]
    [InlineData("""{"type":["string","null"]}""", "null")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""", """{"a":1}""")]
    [InlineData("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"b":1}""")]
    [InlineData("""{"$ref":"#/components/schemas/Word"}""", "\"abc\"")]
    public void What_is_right_passes(string schema, string value) => Assert.Empty(Check().Wrong(JsonNode.Parse(schema)!.AsObject(), JsonNode.Parse(value)));

    private static SchemaCheck Check() => new(JsonNode.Parse("""{"components":{"schemas":{"Word":{"type":"string"}}}}""")!.AsObject());
}
