using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo;
using OrleansChat.Tests.Time;

namespace OrleansChat.Tests.Measured;

/// <summary>What waits to be told is seen from outside also when nothing ever tells it.</summary>
public sealed class OutboxAgeTests
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);

    /// <summary>Other sweepers of this process measure as well: theirs are not meant.</summary>
    private static readonly AsyncLocal<Channel<double>?> Mine = new();

    [Fact]
    public async Task The_age_grows_until_it_is_told_and_is_zero_then()
    {
        var ages = Mine.Value = Channel.CreateUnbounded<double>();
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<double>(static (instrument, age, _, _) =>
        {
            if (instrument == Metrics.OutboxAge) Mine.Value?.Writer.TryWrite(age);
        });
        listener.EnableMeasurementEvents(Metrics.OutboxAge);

        const string Stream = "nobody/1";                              // woken without effect
        var (journal, clock) = (new MemoryJournal(), new FakeClock());
        await journal.AppendAsync(new JournalAppend(Stream, 0, [new NewEvent("chat.said.1", "{}"u8.ToArray())]));
        using var ending = new CancellationTokenSource();
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        lifetime.NotifyStarted();
        var sweeping = new Sweeper(journal, null!, null!, new SweepCalls(), lifetime, clock, NullLogger<Sweeper>.Instance).RunAsync(ending.Token);
        Assert.Equal(0, await ages.Reader.ReadAsync());                // found for the first time
        Assert.Equal(1, await NextAsync());
        Assert.Equal(2, await NextAsync());
        journal.AdvanceTold(Stream, 1);
        await journal.FlushAsync();
        Assert.Equal(0, await NextAsync());
        await ending.CancelAsync();
        await sweeping;

        async Task<double> NextAsync()
        {
            await clock.ArmedAsync(Sweep);
            clock.Advance(Sweep);
            return await ages.Reader.ReadAsync();
        }
    }
}
