using System.Collections.Frozen;
using System.Text.Json;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.ApiHost.Operations;

/// <summary>
/// The way of every operation after its caller is known, in the order of decision 20: body too large 10; malformed JSON or unknown
/// operation 2, no operation 1; a required parameter missing 1; a bad value 2; over a limit 10; then the target.
/// </summary>
internal sealed class OperationPipeline(LimitSettings limits)
{
    /// <param name="http">The request, whose caller is authenticated.</param>
    /// <param name="operations">The resource's operations by name.</param>
    /// <param name="target">What they are done to, by a request that has this key or none.</param>
    /// <param name="guard">What is asked of target and operation before the parameters: supervision checks the caller first (decisions 10 and 12).</param>
    public async Task<Reply> RunAsync<TTarget>(
        HttpContext http, FrozenDictionary<string, Operation<TTarget>> operations, Func<IdempotencyKey?, TTarget> target, Func<TTarget, string, Refusal?>? guard = null)
    {
        var (body, refused) = await BodyReader.ReadAsync(http.Request, limits.BodyBytesMax, http.RequestAborted);
        if (refused is not null)
        {
            return refused;
        }

        using var document = StrictJson.Parse(body, limits.JsonDepthMax);
        if (document is null)
        {
            return Reply.No(WireStatus.ParameterInvalid, "The body must be a JSON object.");
        }

        var (operation, name, why) = Find(operations, document.RootElement);
        if (operation is null)
        {
            return why!;
        }

        var (key, isBad) = IdempotencyKey.Read(http.Request, body.Span);
        var found = target(key);
        if (guard?.Invoke(found, name) is { } refusal)
        {
            return Reply.No(refusal);
        }

        var parameters = new Parameters(document.RootElement, limits);
        if (isBad)
        {
            parameters.Bad(IdempotencyKey.Header, "must be 1 to 64 printable ASCII characters");
        }

        var act = operation(parameters);
        return parameters.Refused ?? await act(found);
    }

    private static (Operation<TTarget>? Operation, string Name, Reply? Why) Find<TTarget>(FrozenDictionary<string, Operation<TTarget>> operations, JsonElement body)
    {
        if (!body.TryGetProperty("operationName", out var name) || name.ValueKind == JsonValueKind.Null)
        {
            return (null, "", Reply.No(WireStatus.ParameterMissing, "operationName is required."));
        }

        return name.ValueKind == JsonValueKind.String && operations.TryGetValue(name.GetString()!, out var operation)
            ? (operation, name.GetString()!, null)
            : (null, "", Reply.No(WireStatus.ParameterInvalid, "The resource does not have this operation."));
    }
}
