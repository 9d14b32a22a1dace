using Microsoft.Net.Http.Headers;
using OrleansChat.ApiHost.Answers;

namespace OrleansChat.ApiHost.Operations;

/// <summary>Reads a request's JSON body up to a limit.</summary>
internal static class BodyReader
{
    private const int FirstBytes = 4 * 1024;

    /// <summary>The body, or why not: 415 for another media type, 413 for too much, 400 for chunks that are none.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, Reply? Refused)> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        if (request.ContentLength > bytesMax)
        {
            return (default, TooLarge());
        }

        if (!IsJson(request.ContentType))
        {
            return (default, Reply.No(WireStatus.ParameterInvalid, "The media type must be application/json.", StatusCodes.Status415UnsupportedMediaType));
        }

        var buffer = new byte[Math.Min(request.ContentLength + 1 ?? FirstBytes, bytesMax + 1L)];
        var length = 0;
        while (await TryReadAsync(request.Body, buffer.AsMemory(length), cancellation) is var read and not 0)
        {
            if (read < 0)
            {
                return (default, Reply.No(WireStatus.ParameterInvalid, "The request cannot be read."));
            }

            length += read;
            if (length > bytesMax)
            {
                return (default, TooLarge());
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, bytesMax + 1L));
            }
        }

        return (buffer.AsMemory(0, length), null);
    }

    /// <summary>How many bytes; -1 for a body that does not keep to HTTP and that the web server gives no status of its own.</summary>
    private static async ValueTask<int> TryReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (IOException error) when (error is not BadHttpRequestException && !cancellation.IsCancellationRequested)
        {
            return -1;
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    private static Reply TooLarge() => Reply.No(WireStatus.OverLimit, "The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
