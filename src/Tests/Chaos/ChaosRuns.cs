namespace OrleansChat.Tests.Chaos;

/// <summary>The tests with clusters, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ChaosRuns
{
    public const string Name = "Chaos";
}
