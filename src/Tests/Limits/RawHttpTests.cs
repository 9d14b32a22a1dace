using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Limits;

/// <summary>
/// Requests whose end two programs could see at different places: refused, with the connection, so that nothing behind a proxy is taken for another
/// client's request. The bait is a request for the version that must never be answered.
/// </summary>
[Collection(OneServer.Name)]
public sealed partial class RawHttpTests(TeamServer server)
{
    private const string Bait = "GET /api/v2/diagnostics/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private const string Post = $"POST /api/v2/chats HTTP/1.1\r\nHost: x\r\nContactCenterId: {Api.ContactCenterId}\r\nContent-Type: application/json\r\n";

    /// <summary>What is sent, and the statuses of all that may come back.</summary>
    private static readonly Dictionary<string, (string Request, string Answers)> Rows = new()
    {
        ["two lengths"] = ($"{Post}Content-Length: 2\r\nContent-Length: {2 + Bait.Length}\r\n\r\n{{}}{Bait}", "400"),
        ["the same length twice in one line"] = ($"{Post}Content-Length: 2, 2\r\n\r\n{{}}{Bait}", "400"),
        ["a negative length"] = ($"{Post}Content-Length: -2\r\n\r\n{{}}{Bait}", "400"),
        ["a length in hexadecimal"] = ($"{Post}Content-Length: 0x2\r\n\r\n{{}}{Bait}", "400"),
        ["a length beyond 2^63"] = ($"{Post}Content-Length: 99999999999999999999\r\n\r\n{{}}{Bait}", "400"),
        ["an unknown transfer coding"] = ($"{Post}Transfer-Encoding: xchunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["chunked is not the last coding"] = ($"{Post}Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["space before the colon"] = ($"{Post}Transfer-Encoding : chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["a folded header"] = ($"{Post}Transfer-Encoding:\r\n chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["bare LF after a chunk's length"] = ($"{Post}Transfer-Encoding: chunked\r\n\r\n2\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["bare LF after a chunk"] = ($"{Post}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\n0\r\n\r\n{Bait}", "400"),
        ["bare LF in a chunk's extension"] = ($"{Post}Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["bare CR in a chunk's extension"] = ($"{Post}Transfer-Encoding: chunked\r\n\r\n2;\rxx\r\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["a chunk's length beyond 2^63"] = ($"{Post}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["the same for notifications"] = ($"POST /api/v2/notifications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{{}}\r\n0\r\n\r\n{Bait}", "400 401"),
        ["a chunk's length that is none"] = ($"{Post}Transfer-Encoding: chunked\r\n\r\n-2\r\n{{}}\r\n0\r\n\r\n{Bait}", "400"),
        ["ten megabytes announced"] = ($"{Post}Content-Length: 10485760\r\n\r\n", "413"),
        ["NUL in the path"] = ($"GET /api/v2/me/chats/%00 HTTP/1.1\r\nHost: x\r\n\r\n{Bait}", "400"),
        ["no host"] = ("GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n", "400"),
        ["two hosts"] = ("GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n", "400"),
        ["a host that is none"] = ("GET /health/live HTTP/1.1\r\nHost: x y/z\r\nConnection: close\r\n\r\n", "400"),
        ["NUL in a header"] = ($"GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n{Bait}", "400"),
        ["a header without a name"] = ($"GET /health/live HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n{Bait}", "400"),
        ["CR in a header"] = ($"GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: a\rX-B: b\r\n\r\n{Bait}", "400"),
        ["no version"] = ($"GET /health/live\r\nHost: x\r\n\r\n{Bait}", "400"),
        ["a version that does not exist"] = ($"GET /health/live HTTP/9.9\r\nHost: x\r\n\r\n{Bait}", "400 505"),
        ["a method with a space"] = ($" GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n{Bait}", "400"),
        ["a tunnel"] = ("CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\nConnection: close\r\n\r\n", "400 404 405"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_could_be_read_in_two_ways_is_refused_with_its_connection(string name)
    {
        var (request, answers) = Rows[name];
        Assert.Contains(string.Join('+', await StatusesAsync(request)), answers.Split(' '));
    }

    /// <summary>Chunks win over a length, as RFC 9112 says, and then the connection is over: what follows is not read.</summary>
    [Fact]
    public async Task With_chunks_and_a_length_nothing_is_read_behind_the_request() =>
        Assert.Single(await StatusesAsync($"{Post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Bait}"));

    [Fact]
    public async Task Pipelined_requests_are_answered_each_in_its_turn()
    {
        using var connection = await RawConnection.OpenAsync(server.Server.Port);
        await connection.SendAsync($"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n{Post}Content-Length: 2\r\n\r\n{{}}GET /api/v2/me HTTP/1.1\r\nHost: x\r\n\r\n{Bait}");
        var all = await connection.ReadToEndAsync();
        Assert.Equal(["200", "400", "401", "200"], Statuses(all));
        Assert.True(all.IndexOf("live", StringComparison.Ordinal) < all.IndexOf("Access denied", StringComparison.Ordinal) && all.TrimEnd().EndsWith('}') && all.Contains("\"version\"", StringComparison.Ordinal));
    }

    /// <summary>An offer of another protocol is passed over; only WebSocket is known.</summary>
    [Fact]
    public async Task No_other_protocol_is_switched_to() => Assert.Equal(["200"], await StatusesAsync(
        "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"));

    /// <summary>Chunks without an end: the connection is closed at the limit, not at the end.</summary>
    [Fact]
    public async Task Ten_megabytes_in_chunks_are_not_read()
    {
        using var connection = await RawConnection.OpenAsync(server.Server.Port);
        await connection.SendAsync($"{Post}Transfer-Encoding: chunked\r\n\r\n");
        var chunk = $"10000\r\n{new string(' ', 0x10000)}\r\n";
        var sent = 0;
        try
        {
            for (; sent < 160; sent++) await connection.SendAsync(chunk);
            await connection.SendAsync("0\r\n\r\n");
            Assert.Contains(await connection.StatusAsync(), new[] { 0, 413 });
        }
        catch (IOException)
        {
            Assert.True(sent < 160);                                       // closed while we sent
        }
    }

    private async Task<List<string>> StatusesAsync(string request)
    {
        using var connection = await RawConnection.OpenAsync(server.Server.Port);
        await connection.SendAsync(request);
        return Statuses(await connection.ReadToEndAsync());
    }

    private static List<string> Statuses(string answers) => [.. StatusLine().Matches(answers).Select(static match => match.Groups[1].Value)];

    [GeneratedRegex(@"HTTP/1\.1 (\d{3})")]
    private static partial Regex StatusLine();
}
