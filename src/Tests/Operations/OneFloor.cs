namespace OrleansChat.Tests.Operations;

/// <summary>The tests that share one server and its floors, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneFloor : ICollectionFixture<FloorServer>
{
    public const string Name = "One floor";
}
