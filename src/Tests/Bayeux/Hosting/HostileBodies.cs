using System.Text;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>Bodies and frames that no client should send, by name. All are refused as a whole, at once.</summary>
internal static class HostileBodies
{
    private const string Connect = """{"channel":"/meta/connect","clientId":"abcdefghijklmnopqrstuvwxyz","connectionType":"long-polling"}""";

    public static readonly Dictionary<string, byte[]> All = new()
    {
        ["10,000 messages"] = Text($"[{string.Join(',', Enumerable.Repeat("{}", 10_000))}]"),
        ["five megabytes"] = Text($"[{{\"channel\":\"/x\",\"data\":\"{new string('x', 5 << 20)}\"}}]"),
        ["nesting of 10,000"] = Text(new string('[', 10_000) + new string(']', 10_000)),
        ["nesting inside data"] = Text($"[{{\"channel\":\"/x\",\"data\":{new string('[', 20)}{new string(']', 20)}}}]"),
        ["an array of a million"] = Text($"[{string.Join(',', Enumerable.Repeat("0", 1_000_000))}]"),
        ["100,000 keys, one of them twice"] = Text($"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(static i => $"\"k{i}\":{i}"))},\"k0\":1}}"),
        ["a key twice"] = Text("""[{"channel":"/meta/connect","channel":"/meta/handshake"}]"""),
        ["a key twice, once escaped"] = Text("""[{"channel":"/meta/connect","chan\u006eel":"/meta/handshake"}]"""),
        ["a key twice in data"] = Text("""[{"channel":"/x","data":{"a":1,"a":2}}]"""),
        ["not a number"] = Text("""[{"channel":"/meta/connect","id":NaN}]"""),
        ["infinity"] = Text("""[{"channel":"/meta/connect","id":Infinity}]"""),
        ["a comment"] = Text($"[{Connect}/* */]"),
        ["a comma too many"] = Text($"[{Connect},]"),
        ["single quotes"] = Text("[{'channel':'/meta/connect'}]"),
        ["two documents"] = Text($"[{Connect}][{Connect}]"),
        ["half a surrogate pair"] = Text("""[{"channel":"/meta/connect","clientId":"\ud800"}]"""),
        ["the other half"] = Text("""[{"channel":"/meta/connect","data":"x\udc00"}]"""),
        ["a byte order mark"] = [0xEF, 0xBB, 0xBF, .. Text($"[{Connect}]")],
        ["UTF-16"] = Encoding.Unicode.GetBytes($"[{Connect}]"),
        ["UTF-16 with its mark"] = [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes($"[{Connect}]")],
        ["invalid UTF-8"] = [.. Text("[{\"channel\":\"/x"), 0xC3, 0x28, .. Text("\"}]")],
        ["overlong UTF-8"] = [.. Text("[{\"channel\":\""), 0xC0, 0xAF, .. Text("x\"}]")],
        ["a surrogate in UTF-8"] = [.. Text("[{\"channel\":\"/x"), 0xED, 0xA0, 0x80, .. Text("\"}]")],
        ["NUL alone"] = [0],
        ["no messages"] = Text("[]"),
        ["texts"] = Text("[\"/meta/connect\"]"),
    };

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
