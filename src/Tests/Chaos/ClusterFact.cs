using OrleansChat.Tests.Journal.Postgres;

namespace OrleansChat.Tests.Chaos;

/// <summary>A test that needs a cluster of processes. Where it cannot be it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class ClusterFactAttribute : FactAttribute
{
#if ORLEANS_LOCAL
    public ClusterFactAttribute() => Skip = "The stand-in for Orleans is one process: a cluster needs the packages of Microsoft Orleans.";
#else
    public ClusterFactAttribute() => Skip = PostgresServer.WhyMissing;
#endif
}

/// <summary>One of the long ones.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class ChaosFactAttribute : ClusterFactAttribute
{
    public ChaosFactAttribute() => Skip ??= Environment.GetEnvironmentVariable("CHAOS") == "1" ? null : "It runs with eng/chaos.sh.";
}
