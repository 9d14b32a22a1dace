#if ORLEANS_LOCAL
using Orleans.Local.Simulation;
using Orleans.Serialization;

namespace OrleansChat.Tests.OrleansConformance;

public sealed class Unmarked
{
    public int Number { get; set; }
}

[GenerateSerializer]
public sealed class WithoutNumbers
{
    public int Number { get; set; }
}

[GenerateSerializer]
public sealed record WithUnmarkedInside([property: Id(0)] ImmutableArray<Unmarked> Inside);

public interface ICarelessGrain : IGrainWithStringKey
{
    Task SendAsync(Unmarked it);

    Task SendAsync(WithoutNumbers it);

    Task SendAsync(WithUnmarkedInside it);

    Task SendAsync(Func<int> it);

    Task SendAsync(IReadOnlyList<int> it);

    Task SendAsync(IGrain it);

    Task<Unmarked> GetAsync();
}

[GrainType("conformance-careless")]
public sealed class CarelessGrain : Grain, ICarelessGrain
{
    public Task SendAsync(Unmarked it) => Task.CompletedTask;

    public Task SendAsync(WithoutNumbers it) => Task.CompletedTask;

    public Task SendAsync(WithUnmarkedInside it) => Task.CompletedTask;

    public Task SendAsync(Func<int> it) => Task.CompletedTask;

    public Task SendAsync(IReadOnlyList<int> it) => Task.CompletedTask;

    public Task SendAsync(IGrain it) => Task.CompletedTask;

    public Task<Unmarked> GetAsync() => Task.FromResult(new Unmarked());
}

/// <summary>The stand-in refuses at the first call what Orleans would refuse, or would lose on the way.</summary>
public sealed class ContractTests : IDisposable
{
    private readonly SimulatedSilo _silo = SimulatedSilo.Start(new SimulationScheduler(1), _ => { });

    private ICarelessGrain Grain => _silo.Client.GetGrain<ICarelessGrain>("one");

    [Fact]
    public void A_type_without_serializer_is_refused_as_an_argument_and_as_a_result()
    {
        Refused("no [GenerateSerializer]", grain => grain.SendAsync(new Unmarked()));
        Refused("no [GenerateSerializer]", grain => grain.GetAsync());
    }

    [Fact]
    public void A_type_without_serializer_is_found_deep_inside() => Refused(nameof(Unmarked), grain => grain.SendAsync(new WithUnmarkedInside([])));

    [Fact]
    public void A_member_without_number_is_refused() => Refused("Number has no [Id]", grain => grain.SendAsync(new WithoutNumbers()));

    [Fact]
    public void A_delegate_is_refused() => Refused("behaviour does not travel", grain => grain.SendAsync(() => 1));

    [Fact]
    public void A_lazy_or_compiler_made_collection_is_refused()
    {
        Refused("collection expression", grain => grain.SendAsync([1, 2]));
        Refused("no [GenerateSerializer]", grain => grain.SendAsync(new ListOnTheFly()));
        _silo.Scheduler.Run(() => Grain.SendAsync(new List<int> { 1, 2 }));
    }

    [Fact]
    public void A_grain_itself_is_refused() => Refused("AsReference", grain => grain.SendAsync(new CarelessGrainOutside()));

    public void Dispose() => _silo.Dispose();

    private void Refused(string why, Func<ICarelessGrain, Task> call)
    {
        var error = Assert.Throws<CodecNotFoundException>(() => _silo.Scheduler.Run(() => call(Grain)));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private sealed class CarelessGrainOutside() : Grain(null!), IGrain;

    private sealed class ListOnTheFly : List<int>;
}
#endif
