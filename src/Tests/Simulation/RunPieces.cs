#if ORLEANS_LOCAL
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.ApiHost.Answers;
using OrleansChat.Grains;
using OrleansChat.Grains.Journal;
using OrleansChat.Hosting.Health;

namespace OrleansChat.Tests.Simulation;

/// <summary>How a run went.</summary>
internal sealed record RunResult(int Seed, string? Failure, RunHistory History, long Steps)
{
    public string Story => $"Seed {Seed} (repeat it with ORLEANSCHAT_SEED={Seed}): {Failure}\n{string.Join('\n', History.Last)}";
}

/// <summary>Ids drawn from the seed.</summary>
internal sealed class DrawnIds(Dice dice) : RandomIds
{
    public override byte[] Bytes(int count) => dice.Bytes(count);
}

/// <summary>A host that has started and never stops.</summary>
internal sealed class AlwaysStarted : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted { get; } = new(canceled: true);
    public CancellationToken ApplicationStopping => CancellationToken.None;
    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => throw new NotSupportedException();
}

/// <summary>Grains log what they cope with: the failures that the run wants, and nothing else.</summary>
internal sealed class WatchingLogs(Action<string> fail) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null and not OperationCanceledException and not JournalConflictException && !Outage.Is(exception)) fail($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
#endif
