using OrleansChat.Hosting.Health;

namespace OrleansChat.ApiHost.Answers;

/// <summary>
/// Sees to it that every answer under <c>/api/v2</c> is an envelope: exceptions become 500 or 503, and what the web server refuses by
/// itself (404, 405, 413, …) gets its body.
/// </summary>
internal sealed partial class Envelope(RequestDelegate next, ILogger<Envelope> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/api/v2", StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        if (await ReplyAsync(http) is { } reply && !http.Response.HasStarted)
        {
            await reply.ExecuteAsync(http);
        }
    }

    /// <summary>What is still to be answered; <see langword="null"/>: it was.</summary>
    private async Task<Reply?> ReplyAsync(HttpContext http)
    {
        try
        {
            await next(http);
            return OfSilentStatus(http.Response);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            return null;                                               // nobody is there to read an answer
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            return OfException(http, error);
        }
    }

    private static Reply? OfSilentStatus(HttpResponse response)
    {
        var isSilent = response.StatusCode >= StatusCodes.Status400BadRequest && !response.HasStarted && response.ContentLength is null && response.ContentType is null;
        return isSilent ? Reply.No(HttpStatus.ToWire(response.StatusCode), Words(response.StatusCode), response.StatusCode) : null;
    }

    private Reply OfException(HttpContext http, Exception error)
    {
        var path = http.GetEndpoint()?.DisplayName ?? "none";
        switch (error)
        {
            case BadHttpRequestException bad:
                return Reply.No(HttpStatus.ToWire(bad.StatusCode), Words(bad.StatusCode), bad.StatusCode);
            case var _ when Outage.Is(error):
                Log.StoreOrClusterUnavailable(logger, path, error);
                return Unavailable.Answer();
            default:
                Log.RequestFailed(logger, path, error);
                return Reply.No(WireStatus.InternalError, "Internal error.");
        }
    }

    private static string Words(int httpStatus) => httpStatus switch
    {
        StatusCodes.Status404NotFound => "There is no such resource.",
        StatusCodes.Status405MethodNotAllowed => "The resource does not have this method.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "The media type must be application/json.",
        _ => "The request cannot be read.",
    };
}
