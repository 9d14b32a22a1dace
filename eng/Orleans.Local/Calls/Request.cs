using System.Collections.Immutable;
using System.Reflection;
using Orleans.Local.Activations;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Local.Calls;

/// <summary>Something an activation is to do: a call, a timer's callback, the delivery of a stream event.</summary>
internal abstract class Request
{
    public GrainId Target { get; init; }

    public bool AlwaysInterleave { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Whether it means this activation and no other one of the grain.</summary>
    public bool OfThisActivation { get; init; }

    /// <summary>Whether it keeps the activation from being collected.</summary>
    public bool IsSignOfLife { get; init; } = true;

    public ImmutableSortedDictionary<string, object> Context { get; init; } = RequestContext.Values;

    /// <summary>Whether nobody waits for it any more, so that it need not start.</summary>
    public virtual bool IsAbandoned => false;

    /// <summary>The call it is; none where it is no call.</summary>
    public virtual IInvokable? Invokable => null;

    /// <summary>Does it, as a turn of the activation. A failure is told to <see cref="Fail"/>.</summary>
    public abstract Task RunAsync(Activation activation);

    /// <summary>It could not be done.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Its activation crashed: whatever it still does, nobody learns of it.</summary>
    public virtual void Lose() => Fail(new SiloUnavailableException($"{Target} crashed while it had the request."));
}

/// <summary>A call of a grain's method.</summary>
internal sealed class CallRequest(PendingCall call) : Request, IInvokable
{
    private bool _lost;

    public override bool IsAbandoned => call.IsOver;

    public override IInvokable Invokable => this;

    public override Task RunAsync(Activation activation) => CallAsync(call.Plan.OfManagement ? activation.Management : activation.GrainInstance!);

    /// <summary>Calls this object and answers.</summary>
    public async Task CallAsync(object target)
    {
        var result = await call.Plan.InvokeAsync(target, call.Arguments);
        if (!_lost) call.Answer(result);
    }

    public override void Fail(Exception error)
    {
        if (!_lost) call.Fail(error);
    }

    public override void Lose() => _lost = true;

    public int GetArgumentCount() => call.Arguments.Length;

    public object? GetArgument(int index) => call.Arguments[index];

    public string GetMethodName() => call.Plan.Method.Name;

    public string GetInterfaceName() => call.Plan.Method.DeclaringType!.Name;

    public MethodInfo GetMethod() => call.Plan.Method;

    public Type GetInterfaceType() => call.Plan.Method.DeclaringType!;
}
