namespace OrleansChat.Tests.Chaos;

/// <summary>The tests with clusters that are busy, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ChaosRuns
{
    public const string Name = "Chaos";
}
