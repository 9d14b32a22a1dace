using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.LongPolling;

/// <summary>Writes answers over HTTP (Bayeux 1.0, section 6.1): 200 for every Bayeux-level outcome.</summary>
internal sealed class PollAnswer(BayeuxOptions options, Deadlines deadlines)
{
    /// <summary>
    /// Writes events and replies. <paramref name="written"/> runs after the last byte of them and before the end of the response, so that the client's
    /// next connect cannot overtake it.
    /// </summary>
    /// <returns><see langword="false"/> when they were not written in full.</returns>
    public async ValueTask<bool> WriteAsync(
        HttpContext context, ImmutableArray<Delivery> deliveries, ImmutableArray<BayeuxReply> replies, Func<ValueTask>? written = null)
    {
        if (context.RequestAborted.IsCancellationRequested) return false;
        Prepare(context.Response, "application/json;charset=utf-8");
        var slow = deadlines.After(options.SendTimeoutMs, context.Abort);
        try
        {
            BayeuxWriter.Write(context.Response.BodyWriter, deliveries.AsSpan(), replies.AsSpan());
            if (written is null) context.Response.ContentLength = context.Response.BodyWriter.UnflushedBytes;
            var flushed = await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            if (flushed.IsCompleted || flushed.IsCanceled || context.RequestAborted.IsCancellationRequested) return false;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            deadlines.Cancel(slow);
        }

        if (written is not null) await written();
        return true;
    }

    /// <summary>500 and no body: the older client must neither be fooled by a Bayeux reply nor told what belongs to the newer one.</summary>
    public static void Supersede(HttpContext context)
    {
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentLength = 0;
    }

    /// <summary>Refuses a request as a whole.</summary>
    public async ValueTask RefuseAsync(HttpContext context, BayeuxHttpProblem problem, string allowed = "POST")
    {
        context.Response.StatusCode = problem switch
        {
            BayeuxHttpProblem.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
            BayeuxHttpProblem.NotAuthenticated => StatusCodes.Status401Unauthorized,
            BayeuxHttpProblem.OriginNotAllowed => StatusCodes.Status403Forbidden,
            BayeuxHttpProblem.NotAcceptable => StatusCodes.Status406NotAcceptable,
            BayeuxHttpProblem.TooManySockets or BayeuxHttpProblem.TooOften => StatusCodes.Status429TooManyRequests,
            BayeuxHttpProblem.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
            BayeuxHttpProblem.TooLarge => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status400BadRequest,
        };
        if (problem == BayeuxHttpProblem.MethodNotAllowed) context.Response.Headers.Allow = allowed;
        if (context.Response.StatusCode == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = problem == BayeuxHttpProblem.TooOften ? "1" : "10";
        Prepare(context.Response, "application/json");
        var body = options.ErrorBody(problem);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static void Prepare(HttpResponse response, string contentType)
    {
        // Nothing may collect the bytes of an answer: neither compression nor a buffering proxy's default.
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
