using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.Tests.Measured;

/// <summary>A span as it was sent; ids as hex digits, no parent: empty.</summary>
internal sealed record SentSpan(string Name, string TraceId, string Id, string ParentId);

/// <summary>A receiver of OTLP over HTTP, as much of one as tests need: reads spans, and the names of metrics.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly SemaphoreSlim _arrived = new(0);

    private OtlpReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<SentSpan> Spans { get; } = new();

    public ConcurrentDictionary<string, bool> Metrics { get; } = new();

    public string Address => _app.Urls.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/traces", http => receiver.TakeAsync(http, receiver.TakeSpans));
        app.MapPost("/v1/metrics", http => receiver.TakeAsync(http, receiver.TakeMetrics));
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Until what was sent is enough.</summary>
    public async Task UntilAsync(Func<bool> isEnough)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isEnough())
        {
            await _arrived.WaitAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task TakeAsync(HttpContext http, Action<byte[]> take)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        take(body.ToArray());
        _arrived.Release();
    }

    /// <summary>ExportTraceServiceRequest: resource_spans (1) hold scope_spans (2) hold spans (2); of a span: trace_id, span_id, parent_span_id, name.</summary>
    private void TakeSpans(byte[] request)
    {
        foreach (var span in Fields(request, 1).SelectMany(static r => Fields(r, 2)).SelectMany(static s => Fields(s, 2)))
        {
            Spans.Enqueue(new(Encoding.UTF8.GetString(Fields(span, 5).Single()), Hex(span, 1), Hex(span, 2), Hex(span, 4)));
        }
    }

    /// <summary>ExportMetricsServiceRequest: resource_metrics (1) hold scope_metrics (2) hold metrics (2), whose first field is the name.</summary>
    private void TakeMetrics(byte[] request)
    {
        foreach (var metric in Fields(request, 1).SelectMany(static r => Fields(r, 2)).SelectMany(static s => Fields(s, 2)))
        {
            Metrics[Encoding.UTF8.GetString(Fields(metric, 1).Single())] = true;
        }
    }

    private static string Hex(byte[] message, int number) => Convert.ToHexStringLower(Fields(message, number).FirstOrDefault() ?? []);

    /// <summary>The fields with a length and this number, of a message of Protocol Buffers.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Number(message, ref at);
            switch (tag & 7)
            {
                case 0: Number(message, ref at); break;
                case 1: at += sizeof(ulong); break;
                case 5: at += sizeof(uint); break;
                case 2:
                    var length = (int)Number(message, ref at);
                    if (tag >> 3 == (ulong)number) found.Add(message[at..(at + length)]);
                    at += length;
                    break;
                default: throw new InvalidDataException($"Tag {tag}.");
            }
        }

        return found;
    }

    private static ulong Number(byte[] message, ref int at)
    {
        var (number, shift) = (0UL, 0);
        while (true)
        {
            var part = message[at++];
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return number;
            shift += 7;
        }
    }
}
