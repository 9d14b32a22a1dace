using OrleansChat.ApiHost.Answers;

namespace OrleansChat.ApiHost.Operations;

/// <summary>
/// An operation of a resource: reads all its parameters, and returns what to do with the target once they are found to be in order. Nothing
/// may look at the target before.
/// </summary>
/// <typeparam name="TTarget">What the resource's operations are done to.</typeparam>
internal delegate Func<TTarget, Task<Reply>> Operation<in TTarget>(Parameters parameters);
