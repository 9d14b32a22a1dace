namespace Orleans.Runtime;

/// <summary>A grain that takes something along when it moves to another silo. Here nothing moves: there is one silo.</summary>
public interface IGrainMigrationParticipant
{
    /// <summary>It leaves; called after its deactivation.</summary>
    void OnDehydrate(IDehydrationContext dehydrationContext);

    /// <summary>It has come; called before its activation.</summary>
    void OnRehydrate(IRehydrationContext rehydrationContext);
}

/// <summary>What a grain takes along.</summary>
public interface IDehydrationContext
{
    /// <summary>Adds a value.</summary>
    bool TryAddValue<T>(string key, T? value);
}

/// <summary>What a grain has taken along.</summary>
public interface IRehydrationContext
{
    /// <summary>Finds a value.</summary>
    bool TryGetValue<T>(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value);
}
