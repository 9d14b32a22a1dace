using Microsoft.AspNetCore.Http;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.LongPolling;

/// <summary>
/// Long-polling (Bayeux 1.0, section 6.1): a POST with messages in, one answer with all replies out. A connect that travels alone is held; deliveries
/// travel only with connect replies.
/// </summary>
internal sealed class LongPollingTransport(BayeuxOptions options, MessageRouter router, PollConnects connects, PollAnswer answer, BrowserTabs tabs)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await ServeAsync(context);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client went away while it was sending: nobody is left to be answered.
        }
    }

    private async ValueTask ServeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await answer.RefuseAsync(context, BayeuxHttpProblem.MethodNotAllowed);
            return;
        }

        var principal = await options.Authenticate(context);
        if (principal is { ByCookie: true } && !Origins.IsTrusted(context, options))
        {
            await answer.RefuseAsync(context, BayeuxHttpProblem.OriginNotAllowed);
            return;
        }

        var (messages, problem) = await ReadAsync(context);
        var handshake = messages.FirstOrDefault(message => message.Channel == MetaChannel.Handshake);
        if (principal is null && handshake is null) problem = BayeuxHttpProblem.NotAuthenticated;
        else if (principal is not null && messages.Length > 1 && !options.MayAsk(context, principal, messages.Length - 1)) problem = BayeuxHttpProblem.TooOften;
        if (problem is { } refused) await answer.RefuseAsync(context, refused);
        else await AnswerAsync(context, new(context, principal, TransportKind.LongPolling), handshake is null ? messages : [handshake]);
    }

    // A handshake must be alone: what comes with it is ignored.
    private async ValueTask AnswerAsync(HttpContext context, Caller caller, ImmutableArray<BayeuxMessage> messages)
    {
        if (messages is [{ Channel: MetaChannel.Connect, Problem: null } connect])
        {
            await connects.HandleAsync(context, caller, connect);
            return;
        }

        if (messages.Any(message => message is { Channel: MetaChannel.Connect, Problem: null }))
        {
            await connects.HandleBatchAsync(context, caller, messages);
            return;
        }

        var replies = ImmutableArray.CreateBuilder<BayeuxReply>(messages.Length);
        foreach (var message in messages) replies.Add(await router.RouteAsync(message, caller));
        if (replies[0].ClientId is not null) tabs.Mark(context);
        await answer.WriteAsync(context, [], replies.MoveToImmutable());
    }

    private async ValueTask<(ImmutableArray<BayeuxMessage> Messages, BayeuxHttpProblem? Problem)> ReadAsync(HttpContext context)
    {
        if (!RequestBody.IsJson(context.Request)) return ([], BayeuxHttpProblem.UnsupportedMediaType);
        ReadOnlyMemory<byte>? body;
        try
        {
            body = await RequestBody.ReadAsync(context, options.BodyBytesMax);
        }
        catch (IOException error) when (error is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            return ([], BayeuxHttpProblem.Malformed);                   // chunks that are none, for which the web server has no status of its own
        }

        if (body is null) return ([], BayeuxHttpProblem.TooLarge);
        var parsed = BayeuxParser.Parse(body.Value.Span, options.Messages);
        return parsed.Problem switch
        {
            BodyProblem.None => (parsed.Messages, null),
            BodyProblem.TooManyMessages => ([], BayeuxHttpProblem.TooLarge),
            _ => ([], BayeuxHttpProblem.Malformed),
        };
    }
}
