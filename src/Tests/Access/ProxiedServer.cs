using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>
/// A server behind a reverse proxy at 127.0.0.1 and others in 127.0.5.0/24, whose tokens are an issuer's that publishes its keys; and with little patience for requests without a login.
/// </summary>
public sealed class ProxiedServer : IAsyncLifetime
{
    public const int Anonymous = 4;
    public static readonly IPAddress Proxy = IPAddress.Loopback;

    /// <summary>Reaches the server as well, and is nobody's proxy.</summary>
    public static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.2");

    public RunningServer Server { get; private set; } = null!;

    internal Issuer Issuer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Issuer = await Issuer.StartAsync();
        Server = new RunningServer
        {
            Arguments =
            [
                $"--Access:TrustedProxies:0={Proxy}", "--Access:TrustedProxies:1=127.0.5.0/24", $"--Access:Jwt:Issuer={TokenMaker.Issuer}", $"--Access:Jwt:Audience={TokenMaker.Audience}", $"--Access:Jwt:Authority={Issuer.Address}",
                $"--RateLimits:AnonymousRequestsBurst={Anonymous}", "--RateLimits:AnonymousRequestsPerSecond=0.0001",
            ],
            Variables = new Dictionary<string, string> { ["SSL_CERT_FILE"] = Issuer.CertificateFile },
        };
        await Server.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>GET from one of the two addresses, with these headers.</summary>
    internal async Task<(int Http, HttpResponseHeaders Headers)> GetAsync(IPAddress from, string path, params (string Name, string Value)[] headers)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(IPAddress.Loopback, Server.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server.Address, path));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers);
    }

    internal static (string, string) Basic(string userName) => ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:demo"))}");
}
