using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.ApiHost.Me;

/// <summary>What the operations of <c>/me</c> are done to.</summary>
internal sealed record Myself(Login Caller, HttpContext Http, IdempotencyKey? IdempotencyKey)
{
    /// <summary>The caller's key of this request; every operation passes it on.</summary>
    public RequestKey? Key => IdempotencyKey?.By(Caller.Person.UserId);
}

/// <summary>What the operations of <c>/me/channels/{channel}</c> are done to.</summary>
internal sealed record MyChannel(Login Caller, string Channel, IdempotencyKey? IdempotencyKey)
{
    /// <inheritdoc cref="Myself.Key"/>
    public RequestKey? Key => IdempotencyKey?.By(Caller.Person.UserId);
}
