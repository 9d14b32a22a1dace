using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>A request that is in order, or spoiled in one way or several.</summary>
/// <param name="Who">Who makes it.</param>
/// <param name="Path">Below <c>/api/v2</c>, with <c>@names</c>.</param>
/// <param name="Operation">Its name; <see langword="null"/>: none is given.</param>
internal sealed record OperationRequest(string Who, string Path, string? Operation, JsonObject Parameters)
{
    private const int TooMany = 130 * 1024;

    public bool IsForeignPage { get; init; }
    public bool IsLarge { get; init; }
    public bool IsBroken { get; init; }
    public string MediaType { get; init; } = "application/json";
    public string? Key { get; init; }

    /// <summary>Parameters that a fault has changed: one fault for each.</summary>
    public ImmutableHashSet<string> Spoiled { get; init; } = [];

    public OperationRequest With(string parameter, JsonNode? value)
    {
        var parameters = Parameters.DeepClone().AsObject();
        parameters.Remove(parameter);
        if (value is not null) parameters[parameter] = value;
        return this with { Parameters = parameters, Spoiled = Spoiled.Add(parameter) };
    }

    public async Task<Answer> SendAsync(Floor floor)
    {
        var body = Parameters.DeepClone().AsObject();
        if (Operation is not null) body["operationName"] = Operation;
        if (IsLarge) body["padding"] = new string('x', TooMany);
        var text = floor.Filled(body.ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, floor.Filled($"/api/v2{Path}"));
        request.Content = new StringContent(IsBroken ? $"{text[..^1]},}}" : text, Encoding.UTF8, MediaType);
        if (Key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", Key);
        if (IsForeignPage) request.Headers.Add("Origin", "https://elsewhere.example");
        return await (IsForeignPage ? await floor.ByCookieAsync(Who) : floor.Who(Who)).SendAsync(request);
    }

    public override string ToString() => $"{Who} {Path} {Operation} {(Parameters.ToJsonString() is { Length: < 200 } text ? text : "{…}")}";
}

/// <summary>Something that is wrong with a request whatever it is about.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Http">The answer's HTTP status.</param>
/// <param name="StatusCode">The answer's <c>statusCode</c>.</param>
/// <param name="Spoil">Makes it wrong; <see langword="null"/>: it cannot be wrong with this request, or not beside what is wrong already.</param>
internal sealed record Fault(string Name, HttpStatusCode Http, int StatusCode, Func<OperationRequest, OperationRequest?> Spoil)
{
    /// <summary>
    /// The checks of every operation before anything looks at what it is done to, in the order of decision 20 (and of
    /// <c>docs/reference/refusals.md</c>): who asks, the form of the request, the operation.
    /// </summary>
    private static readonly Fault[] OfForm =
    [
        new("not logged in", HttpStatusCode.Unauthorized, 20, static r => r with { Who = "nobody" }),
        new("asked by another site's page", HttpStatusCode.Forbidden, 3, static r => r.Who is "chris" or "nobody" or "stranger" ? null : r with { IsForeignPage = true }),
        new("too large", HttpStatusCode.RequestEntityTooLarge, 10, static r => r with { IsLarge = true }),
        new("no JSON", HttpStatusCode.UnsupportedMediaType, 2, static r => r with { MediaType = "text/plain" }),
        new("broken JSON", HttpStatusCode.BadRequest, 2, static r => r with { IsBroken = true }),
        new("no operation", HttpStatusCode.BadRequest, 1, static r => r with { Operation = null }),
        new("unknown operation", HttpStatusCode.BadRequest, 2, static r => r.Operation is null ? null : r with { Operation = "Nonsense" }),
    ];

    private const string Target = "targetUri";

    private static readonly Fault BadKey = new("a bad Idempotency-Key", HttpStatusCode.BadRequest, 2, static r => r with { Key = new string('k', 65) })
    {
        IsOfParameters = true,
    };

    /// <summary>What comes before the parameters.</summary>
    public static IReadOnlyList<Fault> BeforeParameters => OfForm;

    /// <summary>All of an operation's parameters: missing, then bad, then over a limit.</summary>
    public static IReadOnlyList<Fault> OfParameters(OperationRow operation) =>
    [
        .. operation.Parameters.Where(static p => p.IsRequired).Select(static p =>
            new Fault($"no {p.Name}", HttpStatusCode.BadRequest, 1, r => r.Spoiled.Contains(p.Name) || !r.Parameters.ContainsKey(p.Name) ? null : r.With(p.Name, null))
            {
                IsOfParameters = true,
            }),
        BadKey,
        .. operation.Parameters.Where(static p => p.Kind.Bad.Length > 0).Select(static p => Changed("a bad", 2, p, p.Kind.Bad[0])),
        .. operation.Parameters.Where(static p => p.Kind.Over.Length > 0).Select(static p => Changed("too much", 10, p, p.Kind.Over[0])),
    ];

    private static Fault Changed(string how, int statusCode, ParameterRow parameter, string json) => new($"{how} {parameter.Name}", HttpStatusCode.BadRequest, statusCode,
        r => r.Spoiled.Contains(parameter.Name) || !FitsTarget(parameter, r) ? null : r.With(parameter.Name, JsonNode.Parse(json))) { IsOfParameters = true };

    /// <summary>Of targets there is one: what is wrong with it, or with one too many, stands beside a good one.</summary>
    private static bool FitsTarget(ParameterRow parameter, OperationRequest request) =>
        parameter.Kind == ParameterKind.OneTooMany ? request.Parameters.ContainsKey(Target) && !request.Spoiled.Contains(Target)
        : parameter.Name != Target || request.Parameters.ContainsKey(Target);

    /// <summary>A parameter is to blame.</summary>
    private bool IsOfParameters { get; init; }

    /// <summary>Of several parameters that are wrong in the same way, any is told.</summary>
    public bool IsLike(Fault other) => IsOfParameters && other.IsOfParameters && StatusCode == other.StatusCode;

    public bool Fits(Answer answer) => answer.Http == Http && answer.StatusCode == StatusCode;
}
