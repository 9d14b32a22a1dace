using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Measured;

/// <summary>The running server with a receiver of OTLP: one trace follows a message to its readers, and everything that is documented is measured.</summary>
public sealed class OtlpTests
{
    private const string CallersTrace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task One_trace_follows_a_message_from_its_POST_to_the_connections_it_is_passed_to()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var server = new RunningServer
        {
            Variables = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "500", ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            },
        };
        await server.InitializeAsync();
        try
        {
            await using var agent = await Desk.OpenReadyAsync(server, "agent1");
            using var customer = await CustomerSide.RequestChatAsync(server);
            var chatId = await agent.AcceptNextAsync();
            (await agent.DoAsync(chatId, "Accept")).MustBe(2, 400);
            using var said = new HttpRequestMessage(HttpMethod.Post, $"/api/v2/me/chats/{chatId}")
            {
                Content = new StringContent("""{"operationName":"SendMessage","text":"hello"}""", System.Text.Encoding.UTF8, "application/json"),
            };
            said.Headers.Add("traceparent", $"00-{CallersTrace}-b7ad6b7169203331-01");
            var (answer, headers) = await agent.Api.SendWithHeadersAsync(said);
            _ = answer.Ok;
            Assert.DoesNotContain(headers, static h => h.Key.StartsWith("trace", StringComparison.OrdinalIgnoreCase));
            Assert.Equal("3 Text agent1 hello", await agent.NextEntriesAsync());
            string[] names = [Spans.Request, Spans.Append, Spans.Tell, Spans.Take, Spans.Deliver];
            List<SentSpan> OfTrace() => [.. receiver.Spans.Where(static s => s.TraceId == CallersTrace)];
            await receiver.UntilAsync(() => names.All(name => OfTrace().Exists(s => s.Name == name)));
            var spans = OfTrace();
            foreach (var (child, parent) in new[] { (Spans.Append, Spans.Request), (Spans.Tell, Spans.Request), (Spans.Take, Spans.Tell), (Spans.Deliver, Spans.Take) })
            {
                Assert.Contains(spans, span => span.Name == child && spans.Exists(p => p.Id == span.ParentId && p.Name == parent));
            }

            // One process has no members to count: SeveralSilosTests sees to that.
            var measured = typeof(Metrics).GetFields().Select(static f => f.GetValue(null)).OfType<System.Diagnostics.Metrics.Instrument>().Where(static i => i != Metrics.Members).Select(static i => i.Name).ToList();
            await receiver.UntilAsync(() => measured.All(receiver.Metrics.ContainsKey));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public void While_nobody_listens_a_span_costs_nothing()
    {
        Assert.Null(Trace.Start(Spans.Request, travels: true));
        Assert.Null(Trace.Current);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < 1_000; number++)
        {
            using var span = Trace.Start(Spans.Take, parent: Trace.Incoming, travels: true);
            _ = Trace.Current;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
