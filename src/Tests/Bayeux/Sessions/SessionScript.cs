using System.Text;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Sessions;

/// <summary>Drives one session by hand: texts as deliveries, the number of each as its source, everything that was told to the hosts collected.</summary>
internal sealed class SessionScript
{
    private int _source;

    public SessionScript(bool ack, SessionSettings? settings = null)
    {
        Session = BayeuxSession.Open<int>("anna", "c1", 1, ack, TransportKind.LongPolling, settings ?? new(), Now);
        Session = Session.Subscribe(["/a/**"], Now).Session;
    }

    public BayeuxSession<int> Session { get; set; }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public List<SessionEffect> Effects { get; } = [];

    public List<int> Left { get; } = [];

    public EndReason? Ended { get; private set; }

    /// <summary>The texts of the last push, and what it ended.</summary>
    public string LastPush => Effects.OfType<SessionEffect.Push>().LastOrDefault() is { } push ? Texts(push.Deliveries.Deliveries) : "";

    public void Wait(int ms) => Now = Now.AddMilliseconds(ms);

    public ConnectOutcome Connect(
        string connection, long ack = -1, int number = 1, TransportKind transport = TransportKind.LongPolling,
        bool mayHold = true, int timeoutMs = -1, bool hasAdvice = false, long lastPosition = 0)
    {
        var (step, outcome) = Session.Connect(new("c1", connection, number, transport, ack, mayHold, timeoutMs, hasAdvice, lastPosition), Now);
        Take(step);
        return outcome;
    }

    /// <summary>The first connect, which is answered at once.</summary>
    public SessionScript Connected(string connection = "first", TransportKind transport = TransportKind.LongPolling)
    {
        Assert.IsType<ConnectOutcome.Now>(Connect(connection, 0, transport: transport));
        return this;
    }

    public void Deliver(string channel, params string[] texts)
    {
        NewDelivery<int>[] deliveries = [.. texts.Select(text => new NewDelivery<int>(channel, Encoding.UTF8.GetBytes($"\"{text}\""), ++_source))];
        Take(Session.Deliver(deliveries, Now));
    }

    public void Written(string connection, long position, bool connectEnded = true) => Take(Session.Written(new(connection, position, connectEnded), Now));

    public void Detach(string connection) => Take(Session.Detach(connection, Now));

    public void Take(SessionStep<int> step)
    {
        Session = step.Session;
        Effects.AddRange(step.Effects);
        Left.AddRange(step.Left);
        Ended ??= step.Ended;
    }

    public static string Texts(IEnumerable<Delivery> deliveries) =>
        string.Join(' ', deliveries.Select(delivery => Encoding.UTF8.GetString(delivery.DataJson.Span).Trim('"')));

    public static string Texts(ConnectOutcome outcome) => outcome switch
    {
        ConnectOutcome.Now now => $"now[{Texts(now.Deliveries)}]",
        ConnectOutcome.Hold hold => $"hold[{Texts(hold.Deliveries)}]",
        _ => outcome.GetType().Name,
    };

    /// <summary>The ack number of a connect's reply.</summary>
    public static long Number(ConnectOutcome outcome) => outcome is ConnectOutcome.Now now
        ? Math.Max(now.ReplyPosition, now.Deliveries.IsEmpty ? 0 : now.Deliveries[^1].Position)
        : ((ConnectOutcome.Hold)outcome).ReplyPosition;
}
