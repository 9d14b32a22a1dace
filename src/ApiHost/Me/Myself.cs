using OrleansChat.ApiHost.Logins;

namespace OrleansChat.ApiHost.Me;

/// <summary>What the operations of <c>/me</c> are done to.</summary>
internal sealed record Myself(Login Caller, HttpContext Http);

/// <summary>What the operations of <c>/me/channels/{channel}</c> are done to.</summary>
internal sealed record MyChannel(Login Caller, string Channel);
