using OrleansChat.Grains.Interfaces;

namespace OrleansChat.Hosting.Health;

/// <summary>
/// Calls of which it is certain that no grain has begun them: Orleans refused to deliver them, because the silo they came to leaves or is known to be dead. They may be made
/// again, whatever they do.
/// </summary>
internal static class Undelivered
{
    private const string Leaving = "is shutting down.";

    private static readonly string KnownDead = new SiloUnavailableException().Message;

    /// <summary>
    /// A silo that vanishes with a call in its hands is another matter: its caller gets the same exception, with other words. Holds for what a caller gets outside of grains
    /// only where silos use <see cref="HideAsync"/>.
    /// </summary>
    public static bool Is(Exception error) => error switch
    {
        SiloUnavailableException => error.Message == KnownDead || error.Message.EndsWith(Leaving, StringComparison.Ordinal),
        OrleansMessageRejectionException => true,
        _ => false,
    };

    /// <summary>
    /// Runs a call at its grain. What a grain could not deliver itself is nothing that its own caller may take for not begun.
    /// </summary>
    /// <exception cref="StoreUnavailableException">In the place of an exception that <see cref="Is"/> would be.</exception>
    public static async Task HideAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception error) when (Is(error))
        {
            throw new StoreUnavailableException($"A silo that was asked is gone; retry. {error.Message}");
        }
    }
}
