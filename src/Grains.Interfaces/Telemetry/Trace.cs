using System.Diagnostics;

namespace OrleansChat.Grains.Interfaces.Telemetry;

/// <summary>
/// The spans of the product: one trace follows a message from the request to the connections that it is delivered to. Between grains its context
/// travels beside the call, and to API hosts in the stream event. Nothing is stored with an event and nothing leaves the server: a trace id would
/// tell one reader about another. While nobody listens, nothing is made and nothing is passed on.
/// </summary>
public static class Trace
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "OrleansChat";

    private const string ContextKey = "orleanschat.trace";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Somebody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>What a message to somebody else carries: the span that this code runs in; <see langword="null"/> for none.</summary>
    public static string? Current => IsOn && Activity.Current is { Source.Name: SourceName } current ? current.Id : null;

    /// <summary>The span that the present grain call was made in; <see langword="null"/> for none.</summary>
    public static string? Incoming => IsOn ? RequestContext.Get(ContextKey) as string : null;

    /// <summary>Begins a span, below <paramref name="parent"/> where one is known.</summary>
    /// <param name="name">One of <see cref="Spans"/>.</param>
    /// <param name="kind">As OpenTelemetry knows it.</param>
    /// <param name="parent">What <see cref="Current"/> or <see cref="Incoming"/> said.</param>
    /// <param name="travels">Grain calls made in the span name it as theirs. Only in asynchronous methods: elsewhere it would outlive the span.</param>
    /// <returns><see langword="null"/> when nobody listens. To be disposed when what it is about is over.</returns>
    public static Activity? Start(string name, ActivityKind kind = ActivityKind.Internal, string? parent = null, bool travels = false)
    {
        if (!IsOn)
        {
            return null;
        }

        var span = ActivityContext.TryParse(parent, null, out var context) ? Source.StartActivity(name, kind, context) : Source.StartActivity(name, kind);
        if (travels && span?.Id is { } id)
        {
            RequestContext.Set(ContextKey, id);
        }

        return span;
    }
}
