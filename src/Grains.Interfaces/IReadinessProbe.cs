namespace OrleansChat.Grains.Interfaces;

/// <summary>Something that the server needs in order to serve, such as its store. Asked by <c>/health/ready</c>, never by <c>/health/live</c>.</summary>
public interface IReadinessProbe
{
    /// <summary>Returns when it works; throws, or takes too long, when it does not. Changes nothing.</summary>
    Task CheckAsync(CancellationToken cancellation);
}
