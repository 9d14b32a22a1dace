namespace OrleansChat.Hosting.Settings;

/// <summary>For builds on the stand-in for Orleans.</summary>
internal static class NoCluster
{
    public const string Why = "This build runs on eng/Orleans.Local, which is one process: a cluster needs the packages of Microsoft Orleans.";
}
