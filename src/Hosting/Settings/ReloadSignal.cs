using System.Runtime.InteropServices;

namespace OrleansChat.Hosting.Settings;

/// <summary>SIGHUP: reads the configuration again, as operators expect of a daemon, also where a change of the file is not noticed by itself.</summary>
internal static class ReloadSignal
{
    public static IDisposable? Watch(IConfiguration configuration) => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;                                          // otherwise it would end the process
        ((IConfigurationRoot)configuration).Reload();
    });
}
