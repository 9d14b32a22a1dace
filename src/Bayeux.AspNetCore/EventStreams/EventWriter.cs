using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.EventStreams;

/// <summary>
/// Writes server-sent events (HTML standard, section 9.2). A notification is an event of the default type whose data is
/// <c>{"channel":…,"data":…}</c>; <c>reset</c> and <c>end</c> are the server's own words. JSON has no raw line ends, so an event's data is one line.
/// </summary>
internal sealed class EventWriter(HttpContext context, string clientId, BayeuxOptions options, Deadlines deadlines)
{
    private readonly ArrayBufferWriter<byte> _text = new(512);

    /// <summary>How many events, and how many bytes of them, this stream has carried.</summary>
    public (int Events, long Bytes) Carried { get; private set; }

    public void Retry(int ms) => Line($"retry: {ms}\n\n");

    /// <summary>The client must read the state over REST before it goes on with what follows. The id makes the session known to it.</summary>
    public void Reset(string reason, long position)
    {
        Line($"event: reset\nid: {new EventId(clientId, position).Text}\ndata: {{\"reason\":\"{reason}\"}}\n\n");
    }

    public void End(StreamEnd why) => Line($"event: end\ndata: {{\"reason\":\"{JsonNamingPolicy.CamelCase.ConvertName(why.ToString())}\"}}\n\n");

    public void Beat() => Line($":\n\n");

    public void Events(ReadOnlySpan<Delivery> deliveries)
    {
        var before = _text.WrittenCount;
        foreach (var delivery in deliveries)
        {
            Line($"id: {new EventId(clientId, delivery.Position).Text}\ndata: {{\"channel\":\"{JsonEncodedText.Encode(delivery.Channel)}\",\"data\":");
            _text.Write(delivery.DataJson.Span);
            Line($"}}\n\n");
        }

        Carried = (Carried.Events + deliveries.Length, Carried.Bytes + _text.WrittenCount - before);
    }

    /// <summary>Sends what was written. A reader who does not take it in time loses the connection.</summary>
    /// <returns><see langword="false"/> when the connection is gone.</returns>
    public async ValueTask<bool> FlushAsync()
    {
        if (context.RequestAborted.IsCancellationRequested) return false;
        var slow = deadlines.After(options.SendTimeoutMs, context.Abort);
        try
        {
            await context.Response.BodyWriter.WriteAsync(_text.WrittenMemory, context.RequestAborted);
            return !context.RequestAborted.IsCancellationRequested;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            deadlines.Cancel(slow);
            _text.ResetWrittenCount();
        }
    }

    private void Line(FormattableString line) => Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture), _text);
}
