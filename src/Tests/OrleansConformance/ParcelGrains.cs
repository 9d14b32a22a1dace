namespace OrleansChat.Tests.OrleansConformance;

[GenerateSerializer, Alias("conformance.parcel")]
public sealed record Parcel([property: Id(0)] string Label, [property: Id(1)] List<string> Things)
{
    [Id(2)]
    public ImmutableArray<Parcel> Inside { get; init; } = [];
}

[GenerateSerializer, Alias("conformance.stamp")]
public abstract record Stamp([property: Id(0)] int Cents)
{
    [GenerateSerializer, Alias("conformance.stamp.air")]
    public sealed record Air(int Cents, [property: Id(0)] string Country) : Stamp(Cents);
}

/// <summary>Has no serializer on purpose.</summary>
public sealed class Contraband
{
    public string? What { get; set; }
}

[GenerateSerializer, Alias("conformance.parcel-error")]
public sealed class ParcelException : Exception
{
    public ParcelException()
    {
    }

    public ParcelException(string message) : base(message)
    {
    }

    public ParcelException(string message, Exception inner) : base(message, inner)
    {
    }
}

public interface IParcelGrain : IGrainWithStringKey
{
    Task KeepAsync(List<string> things);

    Task<List<string>> KeptAsync();

    Task<Parcel> EchoAsync(Parcel parcel);

    Task<Stamp> StampAsync(Stamp stamp);

    Task<object?> AnythingAsync(object? anything);

    Task<string> KeepChangedLaterAsync(string other);

    Task FailAsync(string message);

    Task FailAtOnceAsync(string message);

    Task FailInOtherAsync(string other, string message);

    ValueTask<int> DoubleAsync(int number);

    ValueTask NothingAsync();
}

[GrainType("conformance-parcel")]
public sealed class ParcelGrain : Grain, IParcelGrain
{
    private List<string> _kept = [];

    public Task KeepAsync(List<string> things)
    {
        _kept = things;
        return Task.CompletedTask;
    }

    public Task<List<string>> KeptAsync() => Task.FromResult(_kept);

    public Task<Parcel> EchoAsync(Parcel parcel) => Task.FromResult(parcel);

    public Task<Stamp> StampAsync(Stamp stamp) => Task.FromResult(stamp);

    public Task<object?> AnythingAsync(object? anything) => Task.FromResult(anything);

    /// <summary>Sends a list to another grain, changes it, changes the answer, and asks what the other grain has.</summary>
    public async Task<string> KeepChangedLaterAsync(string other)
    {
        var grain = GrainFactory.GetGrain<IParcelGrain>(other);
        List<string> things = ["as sent"];
        var keeping = grain.KeepAsync(things);
        things[0] = "changed by the sender";
        await keeping;
        (await grain.KeptAsync())[0] = "changed by the receiver of the answer";
        return (await grain.KeptAsync())[0];
    }

    public async Task FailAsync(string message)
    {
        await Task.Yield();
        throw new ParcelException(message);
    }

    public Task FailAtOnceAsync(string message) => throw new InvalidOperationException(message);

    public Task FailInOtherAsync(string other, string message) => GrainFactory.GetGrain<IParcelGrain>(other).FailAsync(message);

    public ValueTask<int> DoubleAsync(int number) => ValueTask.FromResult(2 * number);

    public async ValueTask NothingAsync() => await Task.Yield();
}

public interface IBell : IGrainObserver
{
    Task RingAsync(string what);
}

public interface IBellTower : IGrainWithGuidKey
{
    Task RingAsync(IBell bell, string what);
}

[GrainType("conformance-bell")]
public sealed class BellTowerGrain : Grain, IBellTower
{
    public Task RingAsync(IBell bell, string what) => bell.RingAsync(what);
}
