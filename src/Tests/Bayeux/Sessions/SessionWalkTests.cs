using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Sessions;

/// <summary>Random walks over one session, its host and its client; a failure names the seed that repeats it.</summary>
public sealed class SessionWalkTests
{
    [Theory]
    [InlineData(true, TransportKind.LongPolling)]
    [InlineData(true, TransportKind.WebSocket)]
    [InlineData(true, TransportKind.EventStream)]
    [InlineData(false, TransportKind.LongPolling)]
    [InlineData(false, TransportKind.WebSocket)]
    public void Whatever_is_lost_or_repeated_the_client_reads_all_of_it_in_order(bool ack, TransportKind transport)
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var walk = new SessionWalk(seed, ack, transport);
            try
            {
                for (var step = 0; step < 300; step++) walk.Step();
                walk.Settle();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}, ack {ack}, {transport}: {error.Message}\n{walk.Story}", error);
            }
        }
    }
}
