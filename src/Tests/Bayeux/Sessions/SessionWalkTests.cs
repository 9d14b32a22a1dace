namespace OrleansChat.Tests.Bayeux.Sessions;

/// <summary>Random walks over one session, its host and its client; a failure names the seed that repeats it.</summary>
public sealed class SessionWalkTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Whatever_is_lost_or_repeated_the_client_reads_all_of_it_in_order(bool ack, bool webSocket)
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var walk = new SessionWalk(seed, ack, webSocket);
            try
            {
                for (var step = 0; step < 300; step++) walk.Step();
                walk.Settle();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}, ack {ack}, webSocket {webSocket}: {error.Message}\n{walk.Story}", error);
            }
        }
    }
}
