using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>The Orleans Dashboard on the running server: for administrators alone, and without what grains hold.</summary>
public sealed class DashboardTests
{
    private static readonly string[] There = ["", "index.min.js", "ClusterStats", "DashboardCounters"];
    private static readonly string[] ForNobody = ["GrainState?grainId=chat%2f1&grainType=ChatGrain", "Trace", "GrainTypes", "../DASHBOARD/GrainState", "../Dashboard/trace", "%47rainState", "grainstate"];

    private static readonly TimeSpan CountedWithin = TimeSpan.FromSeconds(30);

    [DashboardFact]
    public async Task Administrators_see_it_and_nobody_else()
    {
        var server = new RunningServer { Arguments = ["--Dashboard:Enabled=true"] };
        await server.StartAsync();
        try
        {
            await IsForAdministratorsAsync(server.Address);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task There_is_none_unless_it_is_asked_for()
    {
        var server = new RunningServer();
        await server.StartAsync();
        try
        {
            using var answer = await GetAsync(server.Address, "admin", "");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>They get the pages and what is counted of calls; nobody else gets anything, and nobody what grains hold.</summary>
    internal static async Task IsForAdministratorsAsync(Uri server)
    {
        using var agent = Api.User(server, "agent1");
        _ = (await agent.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        foreach (var page in There.Concat(ForNobody))
        {
            using var admin = await GetAsync(server, "admin", page);
            Assert.Equal((page, ForNobody.Contains(page) ? HttpStatusCode.NotFound : HttpStatusCode.OK), (page, admin.StatusCode));
            foreach (var userName in new[] { "supervisor1", "agent1" })
            {
                using var other = await GetAsync(server, userName, page);
                Assert.Equal((page, userName, HttpStatusCode.Forbidden), (page, userName, other.StatusCode));
            }

            using var nobody = await GetAsync(server, null, page);
            Assert.Equal((page, HttpStatusCode.Unauthorized, 1), (page, nobody.StatusCode, nobody.Headers.WwwAuthenticate.Count));
        }

        await AreCountedAsync(server);
    }

    /// <summary>The dashboard counts when it is asked, and at most once a second: how soon it has counted nothing tells.</summary>
    private static async Task AreCountedAsync(Uri server)
    {
        using var patience = new CancellationTokenSource(CountedWithin);
        for (var counted = ""; !counted.Contains("UserGrain", StringComparison.Ordinal);)
        {
            Assert.False(patience.IsCancellationRequested, $"No UserGrain was counted within {CountedWithin}: {counted}");
            using var answer = await GetAsync(server, "admin", "DashboardCounters");
            counted = await answer.Content.ReadAsStringAsync();
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(Uri server, string? userName, string page)
    {
        using var http = new HttpClient();
        if (userName is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:demo")));
        return await http.GetAsync(new Uri(server, $"/api/v2/dashboard/{page}"));
    }
}

/// <summary>A test that needs the dashboard's package. Without it, the test is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DashboardFactAttribute : FactAttribute
{
#if !DASHBOARD
    public DashboardFactAttribute() => Skip = "Microsoft.Orleans.Dashboard could not be restored when this was built.";
#endif
}
