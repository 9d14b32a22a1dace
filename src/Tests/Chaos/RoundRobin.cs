using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansChat.LocalCluster;

namespace OrleansChat.Tests.Chaos;

/// <summary>A request that went through the balancer.</summary>
/// <param name="Path">Without the query.</param>
/// <param name="Status">0: the connection to the host was cut.</param>
/// <param name="At">When it came.</param>
/// <param name="Took">Until its answer was complete.</param>
/// <param name="IsConnect">Whether it asked for notifications, which may be held.</param>
/// <param name="IsRefused">The answer to a connect says that it had no success.</param>
/// <param name="IsUnavailable">The answer has the <c>statusCode</c> of "try again later".</param>
public sealed record Passed(string Path, int Status, long At, TimeSpan Took, bool IsConnect = false, bool IsRefused = false, bool IsUnavailable = false)
{
    /// <summary>Cut, or answered with 5xx.</summary>
    public bool HasFailed => Status is 0 or >= 500;

    /// <summary>A connect that had success, was cut, or gave way to a newer one: perhaps it was held, as it should. One that is refused was not, unless its session has ended meanwhile.</summary>
    public bool MayHaveBeenHeld => IsConnect && !IsRefused;
}

/// <summary>
/// A balancer as Kubernetes' services are one: each request goes to the next host that is ready, whoever sent it. A host that refuses the connection has not
/// seen the request, which goes to the next one; everything else is passed on as it is. Writes down what took how long.
/// </summary>
internal sealed class RoundRobin : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private const string NoHost = """{"statusCode":12,"statusMessage":"No host."}""";
    private static readonly string[] Hop = ["Connection", "Keep-Alive", "Transfer-Encoding", "Host"];

    private readonly ConcurrentQueue<Passed> _passed = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly HttpClient _looks = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) });
    private readonly IReadOnlyList<Uri> _hosts;
    private readonly WebApplication _app;
    private volatile Uri[] _ready;
    private int _refusedConnections;
    private Task _looking = Task.CompletedTask;
    private int _next;

    private RoundRobin(IReadOnlyList<Uri> hosts)
    {
        (_hosts, _ready) = (hosts, [.. hosts]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    public IReadOnlyCollection<Passed> Requests => _passed;

    /// <summary>How often a host that was thought to be ready refused the connection, so that the next one was asked.</summary>
    public int RefusedConnections => _refusedConnections;

    public static async Task<RoundRobin> StartAsync(IReadOnlyList<Uri> hosts)
    {
        var balancer = new RoundRobin(hosts);
        await balancer._app.StartAsync();
        balancer._looking = balancer.LookAsync();
        return balancer;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        _http.Dispose();
        _looks.Dispose();
        _ending.Dispose();
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookEvery);
        while (await timer.WaitForNextTickAsync(_ending.Token))
        {
            var answers = await Task.WhenAll(_hosts.Select(async host => (Host: host, IsReady: await RunningCluster.IsReadyAsync(_looks, host, _ending.Token))));
            _ready = [.. answers.Where(static a => a.IsReady).Select(static a => a.Host)];
        }
    }

    private async Task PassAsync(HttpContext http)
    {
        var began = Stopwatch.GetTimestamp();
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var isConnect = http.Request.Path.StartsWithSegments("/api/v2/notifications") && Encoding.UTF8.GetString(body.ToArray()).Contains("\"/meta/connect\"", StringComparison.Ordinal);
        var (status, words) = await TryHostsAsync(http, body.ToArray(), isConnect);
        var isSuperseded = status == (int)HttpStatusCode.InternalServerError && words.Length == 0;
        var isRefused = isConnect && status > 0 && !isSuperseded && (status >= 400 || words.Contains("\"successful\":false", StringComparison.Ordinal));
        _passed.Enqueue(new Passed(http.Request.Path, status, began, Stopwatch.GetElapsedTime(began), isConnect, isRefused, words.Contains("\"statusCode\":12", StringComparison.Ordinal)));
    }

    /// <summary>Without a ready host every host is tried: none is known to be dead.</summary>
    private async Task<(int Status, string Words)> TryHostsAsync(HttpContext http, byte[] body, bool isConnect)
    {
        var hosts = _ready is { Length: > 0 } ready ? ready : [.. _hosts];
        for (var tries = 0; tries < hosts.Length; tries++)
        {
            try
            {
                return await PassAsync(http, hosts[(uint)Interlocked.Increment(ref _next) % hosts.Length], body, isConnect);
            }
            catch (HttpRequestException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                Interlocked.Increment(ref _refusedConnections);         // the next one
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                http.Abort();
                return (0, "");
            }
        }

        http.Response.StatusCode = (int)HttpStatusCode.BadGateway;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(NoHost);
        return ((int)HttpStatusCode.BadGateway, NoHost);
    }

    /// <summary>The status, and the words of an answer to a connect and of a failure.</summary>
    private async Task<(int Status, string Words)> PassAsync(HttpContext http, Uri host, byte[] body, bool isConnect)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(host, http.Request.Path + http.Request.QueryString)) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in http.Request.Headers.Where(static h => !Hop.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.ToArray())) request.Content.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        using var answer = await _http.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, value) in answer.Headers.Concat(answer.Content.Headers).Where(static h => !Hop.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
        {
            http.Response.Headers[name] = value.ToArray();
        }

        var status = (int)answer.StatusCode;
        if (!isConnect && status < 500)
        {
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
            return (status, "");
        }

        var words = await answer.Content.ReadAsByteArrayAsync(http.RequestAborted);
        await http.Response.Body.WriteAsync(words, http.RequestAborted);
        return (status, Encoding.UTF8.GetString(words));
    }
}
