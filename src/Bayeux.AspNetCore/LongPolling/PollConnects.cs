using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.LongPolling;

/// <summary>
/// Connects over HTTP (Bayeux 1.0, sections 4.2 and 6.1): asks the session, holds, answers, and says what became of the answer. A client that goes away
/// before its answer is written in full has consumed nothing.
/// </summary>
internal sealed partial class PollConnects(
    IBayeuxSessions sessions, SessionCalls calls, BayeuxOptions options, BayeuxConnections connections, Deadlines deadlines,
    BrowserTabs tabs, PollAnswer answer, MessageRouter router, ILogger<PollConnects> logger)
{
    /// <summary>A connect that travels alone.</summary>
    public async ValueTask HandleAsync(HttpContext context, Caller caller, BayeuxMessage connect)
    {
        if (Refuse(connect, caller) is { } refusal)
        {
            await AnswerAsync(context, refusal);
            return;
        }

        var (principal, connectionId) = (caller.Principal!, NewConnectionId());
        var browser = connect.AdviceTimeoutMs == 0 ? null : tabs.BrowserOf(context);
        var wasToldToPoll = false;
        var mayHold = browser is null || tabs.TryHold(principal.User, browser, connect.ClientId!, connectionId, out wasToldToPoll);
        var request = Request(principal, connect, connectionId, 1, mayHold && !connections.IsDraining, wasToldToPoll || !mayHold);
        var poll = new HeldPoll(principal, request, calls);
        connections.Add(poll);
        try
        {
            var outcome = await calls.ConnectAsync(principal.User, request);
            var end = outcome is ConnectOutcome.Hold hold ? await WaitAsync(context, poll, hold) : null;
            // Before the answer: another tab may come as soon as this one has it.
            if (browser is not null) tabs.Release(principal.User, browser, connectionId);
            if (end is null) await AnswerNowAsync(context, poll, connect, outcome, isOneOfManyTabs: !mayHold);
            else await AnswerHeldAsync(context, poll, connect, (ConnectOutcome.Hold)outcome!, end);
        }
        finally
        {
            connections.Remove(poll);
        }
    }

    /// <summary>Connects among other messages: in order, none of them held.</summary>
    public async ValueTask HandleBatchAsync(HttpContext context, Caller caller, ImmutableArray<BayeuxMessage> messages)
    {
        var connectionId = NewConnectionId();
        var deliveries = ImmutableArray.CreateBuilder<Delivery>();
        var replies = ImmutableArray.CreateBuilder<BayeuxReply>(messages.Length);
        var connected = new List<(string ClientId, long Position)>();
        foreach (var message in messages)
        {
            if (message is not { Channel: MetaChannel.Connect, Problem: null }) replies.Add(await router.RouteAsync(message, caller));
            else if (Refuse(message, caller) is { } refusal) replies.Add(refusal);
            else
            {
                var outcome = await calls.ConnectAsync(caller.Principal!.User, Request(caller.Principal, message, connectionId, connected.Count + 1, false, false));
                replies.Add(Reply(message, outcome));
                if (outcome is not ConnectOutcome.Now now) continue;
                deliveries.AddRange(now.Deliveries);
                connected.Add((message.ClientId!, now.Deliveries.IsEmpty ? 0 : now.Deliveries[^1].Position));
            }
        }

        var user = caller.Principal!.User;
        var isWritten = await answer.WriteAsync(context, deliveries.DrainToImmutable(), replies.DrainToImmutable(), async () =>
        {
            foreach (var (clientId, position) in connected) await ReportAsync(user, clientId, new(connectionId, position, true));
        });
        if (isWritten) return;
        foreach (var (clientId, _) in connected) await calls.DetachAsync(new(user, clientId, connectionId));
    }

    private async ValueTask<PollEnd> WaitAsync(HttpContext context, HeldPoll poll, ConnectOutcome.Hold hold)
    {
        poll.ReplyPosition = hold.ReplyPosition;
        var timeout = deadlines.After(poll.HoldMs(hold.TimeoutMs, deadlines.Now), poll.Release);
        var abort = context.RequestAborted.UnsafeRegister(static poll => ((HeldPoll)poll!).Abort(), poll);
        if (connections.IsDraining) poll.Release();
        var end = await poll.End;
        deadlines.Cancel(timeout);
        await abort.DisposeAsync();
        return end;
    }

    private ValueTask AnswerNowAsync(HttpContext context, HeldPoll poll, BayeuxMessage connect, ConnectOutcome? outcome, bool isOneOfManyTabs)
    {
        switch (outcome)
        {
            case ConnectOutcome.Now now:
                // A host that stops holds nothing, and must not be asked in a loop.
                var advice = connections.IsDraining ? options.Advise(Reconnect.Retry, options.TryLaterMs)
                    : isOneOfManyTabs ? options.Advise(Reconnect.Retry, options.MultiSessionIntervalMs) with { MultipleClients = true }
                    : now.Advice;
                return AnswerAsync(context, poll, connect, now.Deliveries, now.ReplyPosition, now.WithAck, advice);
            case ConnectOutcome.Superseded:
                PollAnswer.Supersede(context);
                return ValueTask.CompletedTask;
            default:
                return AnswerAsync(context, Reply(connect, outcome));
        }
    }

    private ValueTask AnswerHeldAsync(HttpContext context, HeldPoll poll, BayeuxMessage connect, ConnectOutcome.Hold hold, PollEnd end)
    {
        switch (end)
        {
            case PollEnd.Pushed pushed:
                return AnswerAsync(context, poll, connect, pushed.Deliveries, pushed.ReplyPosition, hold.WithAck, hold.Advice);
            case PollEnd.TimedOut:
                return AnswerAsync(context, poll, connect, [], poll.ReplyPosition, hold.WithAck, hold.Advice);
            case PollEnd.Ended ended:
                return AnswerAsync(context, ConnectReply.Ended(connect, ended.Reason, poll.ReplyPosition, hold.WithAck, options));
            case PollEnd.Superseded:
                PollAnswer.Supersede(context);
                return ValueTask.CompletedTask;
            default:
                return calls.DetachAsync(poll.Address);
        }
    }

    // A reply without deliveries and without a session behind it: whether it arrives makes no difference.
    private async ValueTask AnswerAsync(HttpContext context, BayeuxReply reply) => await answer.WriteAsync(context, [], [reply]);

    private async ValueTask AnswerAsync(
        HttpContext context, HeldPoll poll, BayeuxMessage connect, ImmutableArray<Delivery> deliveries, long replyPosition, bool withAck, Advice? advice)
    {
        var reply = ConnectReply.Ok(connect, deliveries, replyPosition, withAck, advice);
        var address = poll.Address;
        Func<ValueTask>? written = withAck || deliveries.IsEmpty
            ? null
            : () => ReportAsync(address.User, address.ClientId, new(address.ConnectionId, deliveries[^1].Position, true));
        if (!await answer.WriteAsync(context, deliveries, [reply], written)) await calls.DetachAsync(address);
    }

    private BayeuxReply? Refuse(BayeuxMessage connect, Caller caller)
    {
        if (caller.Principal is null || connect.ClientId is null) return ConnectReply.Unknown(connect, options);
        return MessageRules.Connect(connect, options.ConnectionTypes) is { } error ? ConnectReply.Refused(connect, error, options) : null;
    }

    private BayeuxReply Reply(BayeuxMessage connect, ConnectOutcome? outcome) => outcome switch
    {
        ConnectOutcome.Now now => ConnectReply.Ok(connect, now.Deliveries, now.ReplyPosition, now.WithAck, now.Advice),
        null => router.TryLater(connect),
        _ => ConnectReply.Unknown(connect, options),
    };

    private async ValueTask ReportAsync(string user, string clientId, WrittenReport report)
    {
        try
        {
            await sessions.WrittenAsync(user, clientId, report);
        }
        catch (Exception error)
        {
            // The session repeats these deliveries: once too often is better than never.
            Log.ReportFailed(logger, report.ConnectionId, error);
        }
    }

    private static ConnectRequest Request(BayeuxPrincipal principal, BayeuxMessage connect, string connectionId, int number, bool mayHold, bool hasAdvice) => new(
        connect.ClientId!, connectionId, number, TransportKind.LongPolling, connect.Ack, mayHold, connect.AdviceTimeoutMs, connect.HasAdvice || hasAdvice, 0, principal.LoginId);

    private static string NewConnectionId() => Guid.NewGuid().ToString("N");
}
