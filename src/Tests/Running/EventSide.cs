using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>An event as it was read; <c>Type</c> is empty for a notification.</summary>
public sealed record ServerSentEvent(string Id, string Type, JsonObject Data)
{
    public long Position => long.Parse(Id[(Id.IndexOf('.', StringComparison.Ordinal) + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    public string Session => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The reason of a <c>reset</c> or an <c>end</c>.</summary>
    public string Reason => $"{Type} {(string?)Data["reason"]}";
}

/// <summary>One stream of <c>/api/v2/me/events</c>, read line by line as the HTML standard says, by a client without any library.</summary>
public sealed class EventSide : IDisposable
{
    public const string Path = "/api/v2/me/events";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventSide(HttpClient http, HttpResponseMessage response, StreamReader lines) => (_http, _response, _lines) = (http, response, lines);

    public HttpResponseHeaders Headers => _response.Headers;

    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>How often the server said that it lives.</summary>
    public int Beats { get; private set; }

    public int RetryMs { get; private set; }

    /// <summary>Opens a stream that must open.</summary>
    public static async Task<EventSide> OpenAsync(Uri address, string userName, string? lastEventId = null)
    {
        return await OpenAsync(address, userName, lastEventId is null ? [] : [("Last-Event-ID", lastEventId)]);
    }

    /// <summary>Opens a stream that must open; a header Authorization wins over the user name.</summary>
    public static async Task<EventSide> OpenAsync(Uri address, string userName, params (string Name, string Value)[] headers)
    {
        var (http, response) = await SendAsync(address, HttpMethod.Get, userName, headers);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {(response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync())}");
        return await ReadAsync(http, response);
    }

    /// <summary>A stream that was opened.</summary>
    public static async Task<EventSide> ReadAsync(HttpClient http, HttpResponseMessage response) =>
        new(http, response, new StreamReader(await response.Content.ReadAsStreamAsync(), new UTF8Encoding(false)));

    public static Task<EventSide> OpenAsync(RunningServer server, string userName, string? lastEventId = null) => OpenAsync(server.Address, userName, lastEventId);

    /// <summary>Asks for a stream; the answer as it is. No user name: nobody.</summary>
    public static async Task<(HttpClient Http, HttpResponseMessage Response)> SendAsync(Uri address, HttpMethod method, string userName, params (string Name, string Value)[] headers)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        var request = new HttpRequestMessage(method, Path);
        if (userName.Length > 0 && !headers.Any(static h => h.Name == "Authorization")) request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:demo")));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return (http, await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience));
    }

    /// <summary>Asks for a stream and must be refused.</summary>
    public static async Task<(Answer Answer, HttpResponseMessage Response)> RefusedAsync(RunningServer server, HttpMethod method, string userName, params (string Name, string Value)[] headers)
    {
        var (http, response) = await SendAsync(server.Address, method, userName, headers);
        using (http)
        {
            Assert.False(response.IsSuccessStatusCode, "A stream was opened.");
            var text = await response.Content.ReadAsStringAsync();
            return (new(response.StatusCode, method == HttpMethod.Head ? [] : JsonNode.Parse(text)!.AsObject()), response);
        }
    }

    /// <summary>The next event; <see langword="null"/> when the stream is over, in order or cut.</summary>
    public async Task<ServerSentEvent?> TryNextAsync(CancellationToken cancellation = default)
    {
        var (id, type, data) = ("", "", "");
        while (await ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length == 0 && data.Length > 0) return new(id, type, JsonNode.Parse(data)!.AsObject());
            if (line.StartsWith(':')) Beats++;
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data += line[6..];
            else if (line.StartsWith("retry: ", StringComparison.Ordinal)) RetryMs = int.Parse(line[7..], System.Globalization.CultureInfo.InvariantCulture);
            else Assert.Equal("", line);
        }

        return null;
    }

    public async Task<ServerSentEvent> NextAsync() => await TryNextAsync() ?? throw new InvalidOperationException("The stream ended.");

    /// <summary>The <c>data</c> of the next notification, as Bayeux delivers it.</summary>
    public async Task<JsonObject> NextNotificationAsync()
    {
        var next = await NextAsync();
        Assert.True(next.Type.Length == 0, $"{next.Type} {next.Data.ToJsonString()}");
        return next.Data["data"]!.AsObject();
    }

    /// <summary>The next events are exactly these notifications, in the words of <see cref="NotificationText"/>.</summary>
    public async Task ExpectAsync(params string[] expected)
    {
        foreach (var line in expected) Assert.Equal(line, NotificationText.Of(await NextNotificationAsync()));
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
        _http.Dispose();
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            return await _lines.ReadLineAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("An event was awaited that did not come.");
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return null;
        }
    }
}
