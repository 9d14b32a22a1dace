using System.Buffers;
using System.Text.Json;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Answers;

/// <summary>
/// An answer of the REST API: always <c>application/json</c> with an integer <c>statusCode</c>; a failure has <c>statusMessage</c> beside it
/// and nothing else (contract section 2.1).
/// </summary>
internal sealed class Reply : IResult
{
    public static readonly Reply Ok = new(WireStatus.Success, StatusCodes.Status200OK, null, null);

    private readonly string? _message;
    private readonly Action<Utf8JsonWriter>? _write;

    private Reply(WireStatus status, int httpStatus, string? message, Action<Utf8JsonWriter>? write)
    {
        (Status, Http, _message, _write) = (status, httpStatus, message, write);
    }

    public WireStatus Status { get; }
    public int Http { get; }

    /// <summary>How many seconds a client should wait before it tries again; 0: not said.</summary>
    public int RetryAfterSeconds { get; private init; }

    /// <summary>A success with more than its code.</summary>
    public static Reply With(Action<Utf8JsonWriter> write) => new(WireStatus.Success, StatusCodes.Status200OK, null, write);

    public static Reply No(WireStatus status, string message) => new(status, HttpStatus.Of(status), message, null);

    /// <summary>A failure whose HTTP status says more than its code does: 405, 413, 415, 429.</summary>
    public static Reply No(WireStatus status, string message, int httpStatus) => new(status, httpStatus, message, null);

    /// <summary>A failure that passes: a retry is safe.</summary>
    public static Reply Later(WireStatus status, string message, int retryAfterSeconds) => new(status, HttpStatus.Of(status), message, null) { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>Asked too often: 429 with 12 (decision 21).</summary>
    public static Reply Throttled(string message, int retryAfterSeconds) => new(WireStatus.Unavailable, StatusCodes.Status429TooManyRequests, message, null) { RetryAfterSeconds = retryAfterSeconds };

    public static Reply No(Refusal why)
    {
        var (status, message) = Refusals.Of(why);
        return No(status, message);
    }

    /// <summary>Some of it was done (7): the only answer that is no success and still says more.</summary>
    public static Reply Partial(string message, Action<Utf8JsonWriter> write) => new(WireStatus.PartialSuccess, StatusCodes.Status200OK, message, write);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = ToBytes();
        if (Status != WireStatus.Success)
        {
            Metrics.Refusals.Add(1, new KeyValuePair<string, object?>("statusCode", (int)Status));
        }

        var response = httpContext.Response;
        response.StatusCode = Http;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (RetryAfterSeconds > 0)
        {
            response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        }

        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    public ReadOnlyMemory<byte> ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WireJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("statusCode", (int)Status);
            if (_message is not null)
            {
                writer.WriteString("statusMessage", _message);
            }

            _write?.Invoke(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
