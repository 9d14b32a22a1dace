using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Operations;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Described;

/// <summary>
/// The HTTP statuses of refusals and the request headers in <c>/openapi.json</c>: those that the running server gives and reads, at each route, and
/// no other.
/// </summary>
[Collection(OneFloor.Name)]
public sealed class RefusedAsDescribedTests(FloorServer server)
{
    /// <summary>Of a defect, of a store that is away, and of being asked too often: other tests bring these about.</summary>
    private static readonly string[] Elsewhere = ["429", "500", "503"];

    private const string Alias = "/chats/*";

    [Fact]
    public async Task Each_status_that_is_described_is_answered_and_no_other()
    {
        var api = await DescribedApi.ReadAsync(server.Server);
        var standing = await server.TakeStandingAsync();
        Api.Watcher.Value = api.Take;
        try
        {
            foreach (var row in Rows) await RefuseAsync(standing.Floor, row);
            foreach (var (who, path, _) in RefusalTable.Reads) _ = await standing.Floor.Who(who).GetAsync(standing.Floor.Filled($"/api/v2{path}"));
            await RefuseNotificationsAsync(standing.Floor);
        }
        finally
        {
            Api.Watcher.Value = null;
        }

        Assert.Empty(api.Wrong);
        var described = api.Replies.Where(static r => !Elsewhere.Append("200").Contains(r.Split(' ')[^1]));
        Assert.Equal(described.Order(), api.Seen.Where(static r => !r.EndsWith(" 200", StringComparison.Ordinal)).Order());
        server.GiveBack(standing);
    }

    [Fact]
    public async Task Each_header_that_is_described_is_read_and_no_other()
    {
        var api = await DescribedApi.ReadAsync(server.Server);
        var standing = await server.TakeStandingAsync();
        var floor = standing.Floor;
        var keyed = new HashSet<string>();
        foreach (var row in Rows)
        {
            var answer = await (row.GoodOf(row.Operations[0]) with { Key = new string('k', 65) }).SendAsync(floor);
            if (((string)answer.Body["statusMessage"]!).StartsWith("Idempotency-Key ", StringComparison.Ordinal)) keyed.Add(api.RouteOf("post", $"/api/v2{row.GoodOf("").Path}"));
        }

        foreach (var (method, path) in api.Routes.Where(static r => r.Path is not ("/api/v2/notifications" or "/api/v2/me/events")))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), Regex.Replace(path, "\\{[^}]+\\}", "x"));
            if (method == "post") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            var isForCustomers = (await floor.Customer.SendAsync(request)).StatusCode != 20 && path != "/api/v2/diagnostics/version";
            string[] read = [.. isForCustomers ? ["ContactCenterId"] : Array.Empty<string>(), .. keyed.Contains($"{method} {path}") ? ["Idempotency-Key"] : Array.Empty<string>()];
            Assert.Equal($"{method} {path}: {string.Join(' ', read)}", $"{method} {path}: {string.Join(' ', api.Headers(method, path))}");
        }

        Assert.Equal(["Last-Event-ID"], api.Headers("get", "/api/v2/me/events"));
        foreach (var (id, reset) in new[] { ("", "reset new"), ("nonsense.1", "reset lost") })
        {
            using var stream = await EventSide.OpenAsync(server.Server.Address, floor.Names.UserName("eve"), id.Length == 0 ? [] : [("Last-Event-ID", id)]);
            Assert.Equal(reset, (await stream.NextAsync()).Reason);
        }

        Assert.Empty(api.Headers("post", "/api/v2/notifications"));
        server.GiveBack(standing);
    }

    [Fact]
    public async Task A_key_is_taken_where_it_fits_what_is_described()
    {
        var api = await DescribedApi.ReadAsync(server.Server);
        var parameters = api.Document["paths"]!["/api/v2/me/chats/{id}"]!["post"]!["parameters"]!.AsArray();
        var pattern = (string)parameters.Single(static p => (string?)p!["name"] == "Idempotency-Key")!["schema"]!["pattern"]!;
        var standing = await server.TakeStandingAsync();
        foreach (var key in new[] { "k", "k k", "~!", new string('k', 64), $"\"{new string('k', 64)}\"", new string('k', 65), $"\"{new string('k', 65)}\"", "\"\"", "k\tk" })
        {
            var answer = await (new OperationRequest("ann", "/me/chats/@none", "SetInFocus", []) with { Key = key }).SendAsync(standing.Floor);
            Assert.Equal((key, Regex.IsMatch(key, pattern)), (key, answer.StatusCode == 6));
        }

        server.GiveBack(standing);
    }

    /// <summary>The rows of the refusals, and two of them by the other name of chats.</summary>
    private static IEnumerable<Refused> Rows => RefusalTable.Rows.Concat(RefusalTable.Rows.Where(static r => r.Number is 3 or 5).Select(static r => r with { Path = Alias }));

    private static async Task RefuseAsync(Floor floor, Refused row)
    {
        var good = row.GoodOf(row.Operations[0]);
        var faults = Fault.BeforeParameters.Concat(Fault.OfParameters(row.Catalogue.Single(o => o.Name == row.Operations[0])));
        foreach (var spoiled in faults.Select(f => f.Spoil(good)).OfType<OperationRequest>()) _ = await spoiled.SendAsync(floor);
        foreach (var situation in row.Situations(row.Operations[0])) _ = await situation.Request.SendAsync(floor);
    }

    private static async Task RefuseNotificationsAsync(Floor floor)
    {
        var connect = new OperationRequest("ann", "/notifications", null, new JsonObject { ["channel"] = 1 });
        OperationRequest[] all =
        [
            connect with { Who = "nobody" }, connect with { IsForeignPage = true }, connect with { IsLarge = true }, connect with { MediaType = "text/plain" }, connect with { IsBroken = true },
        ];
        foreach (var wrong in all)
        {
            Assert.NotEqual(0, (await wrong.SendAsync(floor)).StatusCode);
        }

        using var nobody = new HttpRequestMessage(HttpMethod.Get, "/api/v2/me/events");
        _ = await floor.Nobody.SendAsync(nobody);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/api/v2/me/events") { Headers = { { "Origin", "https://elsewhere.example" } } };
        _ = await (await floor.ByCookieAsync("ann")).SendAsync(foreign);
        using var unwilling = new HttpRequestMessage(HttpMethod.Get, "/api/v2/me/events") { Headers = { { "Accept", "application/json" } } };
        _ = await floor.Who("ann").SendAsync(unwilling);
    }
}
