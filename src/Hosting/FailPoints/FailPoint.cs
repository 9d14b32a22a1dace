using System.Diagnostics;
using System.Globalization;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.FailPoints;

/// <summary>
/// A fault that this process was told to have, so that tests see what survives it (<c>docs/reference/chaos.md</c>): <c>ORLEANSCHAT_FAILPOINT=after_commit:exit:17</c>. Read
/// once at the start; without the variable there is none, and nobody asks for one. Never set it where anybody relies on the server.
/// </summary>
internal sealed class FailPoint
{
    public const string Variable = "ORLEANSCHAT_FAILPOINT";

    private const string Exit = "exit";

    private static readonly Dictionary<string, FailPlace> Exits = new(StringComparer.Ordinal)
    {
        ["before_commit"] = FailPlace.BeforeCommit, ["after_commit"] = FailPlace.AfterCommit, ["before_notify"] = FailPlace.BeforeNotify,
    };

    private readonly string _words;
    private readonly long _at;
    private readonly double _probability;
    private long _passed;

    private FailPoint(string words, FailPlace place, long at, double probability) => (_words, Place, _at, _probability) = (words, place, at, probability);

    public FailPlace Place { get; }

    /// <summary>Reads <c>before_commit:exit</c>, <c>after_commit:exit</c> or <c>before_notify:exit</c>, each with <c>:n</c> for the n-th time (else the first), or <c>drop_notify:p</c>.</summary>
    /// <returns><see langword="null"/>: no fault is asked for.</returns>
    /// <exception cref="SettingsException">It is misspelled.</exception>
    public static FailPoint? Read(string? words) => words?.Split(':') switch
    {
        null or [""] => null,
        [var place, Exit] when Exits.TryGetValue(place, out var exit) => new(words, exit, 1, 0),
        [var place, Exit, var times] when Exits.TryGetValue(place, out var exit) && long.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at > 0 => new(words, exit, at, 0),
        ["drop_notify", var part] when double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var p) && p is > 0 and <= 1 => new(words, FailPlace.DropNotify, 0, p),
        _ => throw new SettingsException(
            $"{Variable} is '{words}'; use before_commit:exit, after_commit:exit or before_notify:exit, with :n for the n-th time, or drop_notify:p with 0 < p <= 1; or do not set it."),
    };

    /// <summary>The fault of the process that these services are for. Whoever asks first has it read and announced.</summary>
    /// <exception cref="SettingsException">It is misspelled.</exception>
    public static FailPoint? Of(IServiceCollection services)
    {
        if (services.LastOrDefault(static s => s.ServiceType == typeof(FailPoint))?.ImplementationInstance is FailPoint known) return known;
        if (Read(Environment.GetEnvironmentVariable(Variable)) is not { } armed) return null;
        services.AddSingleton(armed).AddHostedService<FailPointWarning>();
        return armed;
    }

    /// <summary>Whether this is the time at which the process ends here; every later one is too. Counts.</summary>
    public bool IsReached() => Interlocked.Increment(ref _passed) >= _at;

    /// <summary>Whether this event gets lost.</summary>
    public bool Drops() => Place == FailPlace.DropNotify && Random.Shared.NextDouble() < _probability;

    /// <summary>SIGKILL: nothing is flushed, nobody is told, nothing after it happens.</summary>
    public static void Die()
    {
        using var own = Process.GetCurrentProcess();
        own.Kill();
        throw new UnreachableException("A killed process went on.");
    }

    public override string ToString() => _words;
}

/// <summary>Where it fails.</summary>
internal enum FailPlace
{
    /// <summary>An append was decided and nothing of it was sent to the journal.</summary>
    BeforeCommit,

    /// <summary>An append is on disk and the grain that asked for it does not know.</summary>
    AfterCommit,

    /// <summary>A chat or a user has answered, and no inbox was told.</summary>
    BeforeNotify,

    /// <summary>An event of the host's stream is lost on its way.</summary>
    DropNotify,
}
