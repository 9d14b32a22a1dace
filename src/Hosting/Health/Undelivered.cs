using OrleansChat.Grains.Interfaces;

namespace OrleansChat.Hosting.Health;

/// <summary>
/// Calls that Orleans has refused to deliver. Where the silo they came to leaves, and could not say any more who has the grain, no grain has begun them: they may be made again,
/// whatever they do. Where a silo is unavailable that is all but certain (what was just being written when a connection closed is refused too, and may arrive): only what
/// makes no difference when it is done twice may be made again.
/// </summary>
internal static class Undelivered
{
    private const string Leaving = "is shutting down.";

    private static readonly string Unavailable = new SiloUnavailableException().Message;

    /// <summary>Holds for what a caller gets outside of grains, and only where silos use <see cref="HideAsync"/>.</summary>
    /// <param name="error">Of the call.</param>
    /// <param name="isRepeatable">Whether the call may be done twice.</param>
    public static bool Is(Exception error, Func<bool> isRepeatable) =>
        error is SiloUnavailableException && (error.Message.EndsWith(Leaving, StringComparison.Ordinal) || (error.Message == Unavailable && isRepeatable()));

    /// <summary>
    /// Runs a call at its grain. What a grain could not deliver itself is nothing that its own caller may take for not begun.
    /// </summary>
    /// <exception cref="StoreUnavailableException">In the place of an exception that <see cref="Is"/> could be.</exception>
    public static async Task HideAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception error) when (Is(error, static () => true))
        {
            throw new StoreUnavailableException($"A silo that was asked is gone; retry. {error.Message}");
        }
    }
}
