using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.Settings;

/// <summary>
/// A server that cannot start says so in one line and ends. What a failed start would log beside it, with stack traces, is left out: the
/// same exception comes to <see cref="Line"/>.
/// </summary>
internal static class StartFailure
{
    private static readonly string[] ReportedHere = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel", "Orleans.Runtime.Silo", "Orleans.Runtime.SiloLifecycleSubject"];

    private static volatile bool _hasStarted;

    /// <summary>From now on everything is logged.</summary>
    public static void Started() => _hasStarted = true;

    public static void QuietUntilStarted(ILoggingBuilder logging)
    {
        foreach (var category in ReportedHere)
        {
            logging.AddFilter(category, static level => level >= (_hasStarted ? LogLevel.Warning : LogLevel.None));
        }
    }

    /// <summary>What to change, in one line; <see langword="null"/> for a failure after the start, which is nobody's setting.</summary>
    public static string? Line(Exception error) => _hasStarted ? null : $"OrleansChat did not start: {Words(error).ReplaceLineEndings(" ").Trim()}";

    private static string Words(Exception error) => error switch
    {
        SettingsException => error.Message,
        AggregateException { InnerException: { } inner } => Words(inner),
        IOException { InnerException: AddressInUseException } => $"{error.Message} Stop what listens there, or choose another address with --urls.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "The address may not be listened on; choose another with --urls.",
        SocketException => $"{error.Message}; choose another address with --urls.",
        _ => $"{error.Message} ({error.GetType().Name})",
    };
}
