namespace OrleansChat.Tests.Journal;

/// <summary>Awaits what must happen by itself; a test that waits in vain says what for.</summary>
internal static class Waiting
{
    public static async Task Soon(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"Waited 20 s in vain: {what}.");
        }
    }
}
