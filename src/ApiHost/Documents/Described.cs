using System.Collections.Frozen;
using OrleansChat.ApiHost.Operations;

namespace OrleansChat.ApiHost.Documents;

/// <summary>What a route says of itself beyond its path and method: <c>/api/v2/openapi.json</c> is made of it.</summary>
internal static class Described
{
    /// <summary>The operations of the resource, as the route's own handler finds them.</summary>
    public static T Takes<T, TTarget>(this T route, Func<IServiceProvider, FrozenDictionary<string, Operation<TTarget>>> operations)
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new TakenOperations(services => operations(services).ToDictionary<KeyValuePair<string, Operation<TTarget>>, string, Action<Parameters>>(
            static o => o.Key, static o => parameters => o.Value(parameters), StringComparer.Ordinal)));

    /// <summary>The schema of a success (see <c>Schemas.json</c>); without it, <c>Reply</c>.</summary>
    public static T Replies<T>(this T route, string schema)
        where T : IEndpointConventionBuilder => route.WithMetadata(new ReplySchema(schema));

    /// <summary>Query parameters, by name.</summary>
    public static T Asks<T>(this T route, params string[] queries)
        where T : IEndpointConventionBuilder => route.WithMetadata(new QueryNames(queries));

    /// <summary>Who may call: <c>user</c>, <c>customer</c>, or nobody in particular; without it, a user.</summary>
    public static T For<T>(this T route, params string[] callers)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Callers(callers));

    /// <summary>HTTP statuses of refusals that do not follow from the rest.</summary>
    public static T Refuses<T>(this T route, params int[] httpStatuses)
        where T : IEndpointConventionBuilder => route.WithMetadata(new FurtherRefusals(httpStatuses));

    /// <summary>A route that takes every method by itself and answers with something else than an envelope.</summary>
    public static T Speaks<T>(this T route, OtherProtocol protocol)
        where T : IEndpointConventionBuilder => route.WithMetadata(protocol);
}

internal sealed record TakenOperations(Func<IServiceProvider, IReadOnlyDictionary<string, Action<Parameters>>> Find);

internal sealed record ReplySchema(string Name);

internal sealed record QueryNames(IReadOnlyList<string> Names);

internal sealed record Callers(IReadOnlyList<string> Who);

internal sealed record FurtherRefusals(IReadOnlyList<int> HttpStatuses);

/// <param name="Refusals">HTTP statuses of refusals.</param>
/// <param name="Headers">The request headers that it reads.</param>
internal sealed record OtherProtocol(string Method, string Path, string MediaType, string Schema, IReadOnlyList<int> Refusals, params IReadOnlyList<string> Headers);
