#if ORLEANS_LOCAL
namespace OrleansChat.Tests.Simulation;

/// <summary>Draws everything that a run draws apart from the order of its steps.</summary>
internal sealed class Dice(int seed)
{
#pragma warning disable CA5394 // a run must be repeatable, not secret
    private readonly Random _random = new(seed);
#pragma warning restore CA5394

    public int Next(int sides) => _random.Next(sides);

    public bool InThousand(int rate) => rate > 0 && _random.Next(1_000) < rate;

    public TimeSpan Between(int fromMs, int toMs) => TimeSpan.FromMilliseconds(_random.Next(fromMs, toMs));

    public T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
#endif
